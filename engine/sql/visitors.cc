#include "engine/sql/visitors.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>
#include <memory>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"

namespace strata::sql {
namespace {

using model::SqlVisitor;

struct Free {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};

PCRE2_SPTR units(std::string_view text) { return reinterpret_cast<PCRE2_SPTR>(text.data()); }

std::size_t after_character(const std::string& text, std::size_t at) {
  const auto is_continuation = [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
  };
  for (++at; at < text.size() && is_continuation(text[at]); ++at) {
  }
  return at;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A pattern of Java's, which Perl's syntax understands but for rare corners.
class Pattern {
 public:
  explicit Pattern(const std::string& text) {
    int error = 0;
    PCRE2_SIZE at = 0;
    code_.reset(pcre2_compile(units(text), text.size(), PCRE2_UTF, &error, &at, nullptr));
    if (!code_) {
      constexpr std::size_t kLongest = 256;
      std::array<PCRE2_UCHAR, kLongest> message{};
      pcre2_get_error_message(error, message.data(), message.size());
      throw Error(ErrorKind::Changelog,
                  fmt::format("regExpReplace: '{}' is no regular expression: {} at character {}",
                              text, reinterpret_cast<const char*>(message.data()), at));
    }
    match_.reset(pcre2_match_data_create_from_pattern(code_.get(), nullptr));
  }

  // Java's String.replaceAll: $1 and ${name} stand for groups, \ for the character behind it.
  std::string replace_all(const std::string& text, const std::string& replacement) {
    std::string result;
    std::size_t at = 0;
    std::size_t search = 0;
    while (search <= text.size() && find(text, search)) {
      const PCRE2_SIZE* ends = pcre2_get_ovector_pointer(match_.get());
      const std::size_t begin = ends[0];
      const std::size_t end = ends[1];
      result.append(text, at, begin - at);
      append_replacement(result, text, replacement);
      at = end;
      // A match of nothing must not be found again.
      search = end > begin ? end : after_character(text, end);
    }
    return result.append(text, at, std::string::npos);
  }

 private:
  bool find(const std::string& text, std::size_t from) {
    return pcre2_match(code_.get(), units(text), text.size(), from, 0, match_.get(), nullptr) > 0;
  }

  void append_group(std::string& result, const std::string& text, std::size_t group) {
    const PCRE2_SIZE* ends = pcre2_get_ovector_pointer(match_.get());
    if (group >= pcre2_get_ovector_count(match_.get())) {
      throw Error(ErrorKind::Changelog, fmt::format("regExpReplace: there is no group {}", group));
    }
    if (ends[2 * group] == PCRE2_UNSET) return;
    result.append(text, ends[2 * group], ends[2 * group + 1] - ends[2 * group]);
  }

  std::size_t named_group(const std::string& name) const {
    const int group = pcre2_substring_number_from_name(code_.get(), units(name));
    if (group > 0) return static_cast<std::size_t>(group);
    throw Error(ErrorKind::Changelog, fmt::format("regExpReplace: there is no group '{}'", name));
  }

  void append_replacement(std::string& result, const std::string& text,
                          const std::string& replacement) {
    for (std::size_t i = 0; i < replacement.size(); ++i) {
      const char c = replacement[i];
      const bool has_next = i + 1 < replacement.size();
      if (c == '\\' && has_next) {
        result += replacement[++i];
      } else if (c == '$' && has_next && replacement[i + 1] == '{') {
        const std::size_t close = std::min(replacement.find('}', i), replacement.size());
        append_group(result, text, named_group(replacement.substr(i + 2, close - i - 2)));
        i = close;
      } else if (c == '$' && has_next && is_digit(replacement[i + 1])) {
        const std::size_t groups = pcre2_get_ovector_count(match_.get());
        std::size_t group = static_cast<std::size_t>(replacement[++i] - '0');
        // As many digits as name a group that there is.
        while (i + 1 < replacement.size() && is_digit(replacement[i + 1])) {
          const std::size_t longer =
              group * 10 + static_cast<std::size_t>(replacement[i + 1] - '0');
          if (longer >= groups) break;
          group = longer;
          ++i;
        }
        append_group(result, text, group);
      } else {
        result += c;
      }
    }
  }

  std::unique_ptr<pcre2_code, Free> code_;
  std::unique_ptr<pcre2_match_data, Free> match_;
};

std::string edited(std::string text, const SqlVisitor& visitor) {
  const std::string value = visitor.value.value_or("");
  switch (visitor.kind) {
    case SqlVisitor::Kind::Prepend:
      return value + text;
    case SqlVisitor::Kind::Append:
      return text + value;
    case SqlVisitor::Kind::AppendIfAbsent:
      return text.ends_with(value) ? text : text + value;
    case SqlVisitor::Kind::Replace:
      if (!visitor.replace || visitor.replace->empty()) return text;
      return replace_all(std::move(text), *visitor.replace, visitor.with.value_or(""));
    case SqlVisitor::Kind::RegExpReplace:
      return Pattern(visitor.replace.value_or("")).replace_all(text, visitor.with.value_or(""));
  }
  return text;
}

}  // namespace

void check(const std::vector<SqlVisitor>& visitors, Diagnostics& diagnostics) {
  for (const SqlVisitor& visitor : visitors) {
    if (visitor.kind != SqlVisitor::Kind::RegExpReplace) continue;
    try {
      Pattern(visitor.replace.value_or(""));
    } catch (const Error& error) {
      diagnostics.error(visitor.at, error.what());
    }
  }
}

void modify(Statements& statements, const std::vector<SqlVisitor>& visitors, bool rolling_back) {
  for (const SqlVisitor& visitor : visitors) {
    if (rolling_back && !visitor.apply_to_rollback) continue;
    for (Statement& statement : statements) {
      try {
        std::string text = edited(statement.text, visitor);
        // Places in the user's text no longer fit what the server points at.
        if (!text.starts_with(statement.text)) statement.source.reset();
        statement.text = std::move(text);
      } catch (Error& error) {
        if (!visitor.at) throw;
        throw std::move(error).at(visitor.at);
      }
    }
  }
}

}  // namespace strata::sql
