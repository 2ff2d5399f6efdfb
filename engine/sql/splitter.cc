#include "engine/sql/splitter.h"

#include <algorithm>
#include <array>

#include "engine/base/text.h"
#include "engine/sql/lexer.h"

namespace strata::sql {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

using Kind = Token::Kind;

bool is_word_character(char c) {
  const char lower = ascii_lower(c);
  return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

// Knows by the words of a statement whether a delimiter is inside the body of a trigger, routine or
// block, or between the parentheses of a rule.
class Body {
 public:
  explicit Body(const LexicalRules& rules) : enabled_(rules.compound_bodies) {}

  void reset() { *this = Body(enabled_); }
  bool is_open() const { return (routine_ || rule_) && depth_ > 0; }

  void symbol(char c) {
    if (rule_ && c == '(') ++depth_;
    if (rule_ && c == ')') --depth_;
  }

  void word(std::string_view text) {
    if (!enabled_) return;
    const std::string word = to_upper(text);
    ++count_;
    if (count_ == 1) create_ = word == "CREATE";
    // MariaDB's block outside of routines: BEGIN NOT ATOMIC ... END
    if (count_ == 2 && last_ == "BEGIN" && word == "NOT") {
      routine_ = true;
      depth_ = 1;
    }
    constexpr std::array<std::string_view, 4> kRoutines{"TRIGGER", "PROCEDURE", "FUNCTION",
                                                        "EVENT"};
    if (create_ && !routine_ && !rule_) {
      rule_ = word == "RULE";
      routine_ = std::find(kRoutines.begin(), kRoutines.end(), word) != kRoutines.end();
      // CREATE TABLE event (...) is no routine.
      if (word == "TABLE" || word == "VIEW" || word == "INDEX") create_ = false;
    }
    if (routine_) count_blocks(word);
    last_ = word;
  }

 private:
  explicit Body(bool enabled) : enabled_(enabled) {}

  // BEGIN and CASE are closed by END; IF, LOOP, WHILE and REPEAT by an END with their name.
  void count_blocks(const std::string& word) {
    const bool after_end = last_ == "END";
    if (after_end && (word == "IF" || word == "LOOP" || word == "WHILE" || word == "REPEAT")) {
      ++depth_;  // takes back what END took
    } else if (word == "BEGIN" || (word == "CASE" && !after_end)) {
      ++depth_;
    } else if (word == "END" && depth_ > 0) {
      --depth_;
    }
  }

  bool enabled_;
  bool create_ = false;
  bool routine_ = false;
  bool rule_ = false;
  int count_ = 0;
  int depth_ = 0;
  std::string last_;
};

struct Delimiter {
  std::string text;
  bool alone = false;  // only where nothing else stands on its line
};

std::string with_escapes(std::string_view delimiter) {
  std::string text = replace_all(std::string(delimiter), "\\n", "\n");
  return replace_all(replace_all(std::move(text), "\\r", "\r"), "\\t", "\t");
}

// The reference takes regular expressions too. Those in use say "alone on its line" in many words:
// \n/\s*\n|\n/\s*$
std::vector<Delimiter> of_expression(std::string_view expression) {
  std::vector<Delimiter> delimiters;
  for (std::string text : split_trimmed(expression, '|')) {
    const bool alone = text.find("\\n") != std::string::npos || text.ends_with('$');
    for (const std::string_view part : {"\\s", "\\n", "\\r", "*", "+", "?", "^", "$"})
      text = replace_all(std::move(text), part, "");
    if (!text.empty()) delimiters.push_back({std::move(text), alone});
  }
  return delimiters;
}

std::vector<Delimiter> delimiters_of(const model::Text& given) {
  if (!given || given->empty()) return {{";", false}, {"go", true}, {"/", true}};
  if (given->find("\\s") != std::string::npos) {
    if (std::vector<Delimiter> found = of_expression(*given); !found.empty()) return found;
  }
  std::string text = with_escapes(*given);
  // "\n/$": on a line of its own. A dollar alone is no end of a line: $$.
  if (text.size() > 2 && text.starts_with('\n') && text.ends_with('$') && !text.ends_with("$$"))
    return {{text.substr(1, text.size() - 2), true}};
  return {{std::move(text), *given == "/"}};
}

class Splitter {
 public:
  Splitter(std::string_view text, const SplitOptions& options, const LexicalRules& rules)
      : text_(text), options_(options), rules_(rules), lexer_(text, rules), body_(rules) {
    set_delimiters(options.end_delimiter);
  }

  std::vector<Piece> run() {
    std::size_t at = 0;
    while (at < text_.size()) {
      if (options_.split) {
        if (const std::size_t end = delimiter_end(at); end != kNone) {
          finish(at);
          at = start_ = end;
          continue;
        }
        if (const std::size_t end = delimiter_command_end(at); end != kNone) {
          at = start_ = end;
          continue;
        }
      }
      const Token token = before_delimiter(lexer_.next(at));
      take(token);
      at = token.end;
    }
    finish(text_.size());
    return std::move(pieces_);
  }

 private:
  void set_delimiters(const model::Text& given) {
    delimiters_ = delimiters_of(given);
    // Any other delimiter was chosen because the bodies have semicolons.
    knows_bodies_ = delimiters_.front().text == ";";
  }

  // The text behind a delimiter that stands at `at`; npos if none does.
  std::size_t delimiter_end(std::size_t at) const {
    if (knows_bodies_ && body_.is_open()) return kNone;
    for (const Delimiter& delimiter : delimiters_) {
      const std::size_t end =
          delimiter.alone ? line_end_of(at, delimiter.text) : text_end_of(at, delimiter.text);
      if (end != kNone) return end;
    }
    return kNone;
  }

  std::size_t text_end_of(std::size_t at, std::string_view delimiter) const {
    const std::size_t end = at + delimiter.size();
    const bool inside_word =
        end < text_.size() && is_word_character(text_[end - 1]) && is_word_character(text_[end]);
    return starts_with_ignore_case(text_.substr(at), delimiter) && !inside_word ? end : kNone;
  }

  // A word as far as it is none of a delimiter that may stand right behind it: END$$
  Token before_delimiter(Token token) const {
    if (token.kind != Kind::Word || !options_.split) return token;
    const char first = delimiters_.front().text.front();
    if (first != '$' && static_cast<unsigned char>(first) < 0x80U) return token;
    for (std::size_t at = token.begin; at < token.end; ++at) {
      if (delimiter_end(at) == kNone) continue;
      token.end = at;
      break;
    }
    return token;
  }

  // Behind the line, if the word stands there alone; a semicolon and a comment may follow it.
  std::size_t line_end_of(std::size_t at, std::string_view word) const {
    if (!starts_with_ignore_case(text_.substr(at), word)) return kNone;
    for (std::size_t i = at; i > 0 && text_[i - 1] != '\n' && text_[i - 1] != '\r'; --i) {
      if (!is_blank(text_[i - 1])) return kNone;
    }
    const std::size_t behind = at + word.size();
    const std::size_t end = std::min(text_.find_first_of("\r\n", behind), text_.size());
    std::string_view rest = trim(text_.substr(behind, end - behind));
    if (rest.starts_with(';')) rest = trim(rest.substr(1));
    return rest.empty() || rest.starts_with("--") ? end : kNone;
  }

  // The mysql client's own command, which the server does not know: DELIMITER $$
  std::size_t delimiter_command_end(std::size_t at) {
    constexpr std::string_view kCommand = "delimiter";
    const bool may_start =
        rules_.hash_comments && !has_code_ && starts_with_ignore_case(text_.substr(at), kCommand) &&
        at + kCommand.size() < text_.size() && is_blank(text_[at + kCommand.size()]);
    if (!may_start) return kNone;
    const std::size_t end = std::min(text_.find_first_of("\r\n", at), text_.size());
    const std::string_view wanted =
        trim(text_.substr(at + kCommand.size(), end - at - kCommand.size()));
    if (wanted.empty()) return kNone;
    set_delimiters(wanted == ";" ? std::nullopt : model::Text(wanted));
    return end;
  }

  void take(const Token& token) {
    const std::string_view text = text_.substr(token.begin, token.end - token.begin);
    const bool is_part_of_name = token.begin > 0 && text_[token.begin - 1] == '.';
    if (token.kind == Kind::Word && !is_part_of_name) body_.word(text);
    if (token.kind == Kind::Symbol) body_.symbol(text.front());
    // Comments that MySQL and MariaDB execute are code.
    const bool is_comment =
        token.kind == Kind::Comment &&
        !(rules_.hash_comments && (text.starts_with("/*!") || text.starts_with("/*M!")));
    const bool is_code = token.kind != Kind::Blank && !is_comment;
    if (options_.strip_comments) strip(token, text, is_comment);
    has_code_ = has_code_ || is_code;
  }

  void strip(const Token& token, std::string_view text, bool is_comment) {
    if (stripped_.empty()) {
      if (is_comment || token.kind == Kind::Blank) return;
      stripped_at_ = token.begin;
    }
    if (is_comment) {
      // A comment separates words as a blank does.
      gap_ = !is_blank(stripped_.back());
      return;
    }
    if (gap_ && token.kind != Kind::Blank) stripped_ += ' ';
    gap_ = false;
    stripped_ += text;
  }

  void finish(std::size_t end) {
    if (has_code_ && options_.strip_comments) {
      pieces_.push_back({std::string(trim(stripped_)), stripped_at_});
    } else if (has_code_) {
      const std::string_view piece = trim(text_.substr(start_, end - start_));
      pieces_.push_back(
          {std::string(piece), static_cast<std::size_t>(piece.data() - text_.data())});
    }
    stripped_.clear();
    gap_ = false;
    has_code_ = false;
    body_.reset();
  }

  std::string_view text_;
  const SplitOptions& options_;
  const LexicalRules& rules_;
  Lexer lexer_;
  Body body_;
  std::vector<Delimiter> delimiters_;
  bool knows_bodies_ = true;
  std::size_t start_ = 0;
  bool has_code_ = false;
  std::string stripped_;
  std::size_t stripped_at_ = 0;
  bool gap_ = false;
  std::vector<Piece> pieces_;
};

}  // namespace

std::vector<Piece> split(std::string_view text, const SplitOptions& options,
                         const LexicalRules& rules) {
  return Splitter(text, options, rules).run();
}

}  // namespace strata::sql
