// A statement as words, names and symbols, without blanks and comments: enough to know what kind of
// statement it is and which names it speaks of, not what it means. Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sql/lexical_rules.h"

namespace strata::sql {

struct Word {
  std::string text;   // of a name, without its quotes
  std::string upper;  // in upper case; empty for names in quotes and for texts
  bool is_quoted = false;

  bool is(std::string_view word) const { return upper == word; }
  bool is_symbol(char c) const { return !is_quoted && text.size() == 1 && text.front() == c; }
};

// At most `limit` of them, so that long statements cost no more than short ones.
std::vector<Word> words(std::string_view statement, const LexicalRules& rules,
                        std::size_t limit = 1000);

// Reads words one after the other; at the end all of them are empty.
class WordReader {
 public:
  explicit WordReader(const std::vector<Word>& words) : words_(words) {}

  const Word& peek(std::size_t ahead = 0) const {
    static const Word kNothing;
    return at_ + ahead < words_.size() ? words_[at_ + ahead] : kNothing;
  }
  bool is_at_end() const { return at_ >= words_.size(); }
  const Word& take() {
    const Word& word = peek();
    ++at_;
    return word;
  }
  // Takes the words if they come next.
  bool takes(std::initializer_list<std::string_view> expected);
  bool takes(std::string_view expected) { return takes({expected}); }

 private:
  const std::vector<Word>& words_;
  std::size_t at_ = 0;
};

}  // namespace strata::sql
