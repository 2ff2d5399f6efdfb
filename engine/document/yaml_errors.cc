#include "engine/document/yaml_errors.h"

#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "engine/base/text.h"
#include "engine/document/place_finder.h"

namespace strata::document {
namespace {

namespace msg = YAML::ErrorMsg;

constexpr std::string_view kIndentationHint = "is the indentation of this line right?";
constexpr std::string_view kQuoteHint = "put the text in quotes";

struct Explanation {
  std::size_t offset;
  std::size_t length;
  std::string message;
  std::string hint;
};

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Everything around the place of a mistake.
struct Scene {
  const YamlText& text;
  std::span<YamlNode* const> open;
  const YamlNode* last;
  std::string_view message;  // yaml-cpp's
  std::size_t offset;
  std::size_t line_start;
  std::string_view line;

  bool at_end() const { return offset >= text.text().size(); }
  char here() const { return at_end() ? '\0' : text.text()[offset]; }
  std::string_view before() const { return line.substr(0, offset - line_start); }
  bool first_in_line() const { return trim(before()).empty(); }
  bool is(std::string_view other) const { return message == other; }
};

std::size_t offset_of(const Scene& scene, const Location& at) {
  const SourceFile& file = scene.text.file();
  const std::size_t start = file.line_start(at.line);
  const std::string_view line = file.line(at.line);
  std::size_t i = 0;
  for (std::size_t column = at.column; column > 1 && i < line.size(); --column) {
    ++i;
    while (i < line.size() && (line[i] & 0xC0) == 0x80) ++i;
  }
  return start + i;
}

std::optional<Explanation> tab_in_indentation(const Scene& scene) {
  const std::size_t indentation = scene.line.find_first_not_of(" \t-");
  const std::size_t tab = scene.line.substr(0, indentation).find('\t');
  if (tab == std::string_view::npos) return std::nullopt;
  return Explanation{scene.line_start + tab, 0, "tabs cannot be used for indentation",
                     "use blanks"};
}

// "author:bob": the place of the colon in a line of that form.
std::optional<std::size_t> colon_without_blank(std::string_view line) {
  std::size_t start = line.find_first_not_of(" -");
  if (start == std::string_view::npos) return std::nullopt;
  const std::size_t colon = line.find_first_not_of(
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", start);
  const bool fits = colon != std::string_view::npos && colon > start && line[colon] == ':' &&
                    colon + 1 < line.size() && !is_blank(line[colon + 1]) && line[colon + 1] != '/';
  return fits ? std::optional(colon) : std::nullopt;
}

std::optional<Explanation> missing_blank(const Scene& scene, std::uint32_t line_number) {
  const SourceFile& file = scene.text.file();
  const std::optional<std::size_t> colon = colon_without_blank(file.line(line_number));
  if (!colon) return std::nullopt;
  return Explanation{file.line_start(line_number) + *colon, 0,
                     "a blank is missing behind the colon", ""};
}

std::optional<Explanation> missing_blank_above(const Scene& scene) {
  std::uint32_t number = scene.text.file().line_of(scene.offset);
  while (--number > 0) {
    if (!trim(scene.text.file().line(number)).empty()) return missing_blank(scene, number);
  }
  return std::nullopt;
}

std::size_t indentation_of(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

// A line above that has the indentation of this one, but no colon.
std::optional<Explanation> missing_colon_above(const Scene& scene) {
  const SourceFile& file = scene.text.file();
  const std::uint32_t number = file.line_of(scene.offset) - 1;
  const std::string_view line = file.line(number);
  const bool lone = !trim(line).empty() && line.find_first_of(":#") == std::string_view::npos &&
                    indentation_of(line) == indentation_of(scene.line);
  if (!lone) return std::nullopt;
  return Explanation{file.line_start(number) + indentation_of(line), count_code_points(trim(line)),
                     "expected 'key: value'", "a colon is missing"};
}

Explanation here(const Scene& scene, std::string message, std::string_view hint = {}) {
  return {scene.offset, 0, std::move(message), std::string(hint)};
}

Explanation unexpected_value(const Scene& scene) {
  if (scene.before().find(": ") != std::string_view::npos) {
    return here(scene, "': ' is not possible inside a value without quotes", kQuoteHint);
  }
  if (auto found = missing_blank_above(scene)) return *found;
  if (auto found = missing_colon_above(scene)) return *found;
  return here(scene, "unexpected ':'", kIndentationHint);
}

bool follows_quoted(const Scene& scene) {
  const std::string_view before = trim(scene.before());
  return !before.empty() && (before.back() == '"' || before.back() == '\'');
}

Explanation behind_quoted(const Scene& scene) {
  std::string hint = "quotes inside a text are doubled in '...' and escaped as \\\" in \"...\"";
  const bool quoted = scene.last != nullptr && scene.last->style == ScalarStyle::Quoted;
  if (quoted && scene.last->at.line < scene.text.file().line_of(scene.offset)) {
    hint =
        fmt::format("that text starts on line {}: is its quote closed there?", scene.last->at.line);
  }
  return here(scene, "unexpected text behind a quoted text", hint);
}

Explanation no_key(const Scene& scene) {
  if (follows_quoted(scene)) return behind_quoted(scene);
  if (!scene.first_in_line()) return here(scene, "expected 'key: value'");
  if (auto found = missing_blank(scene, scene.text.file().line_of(scene.offset))) return *found;
  if (scene.line.substr(scene.before().size()).starts_with("- ")) {
    return here(scene, "a list item among the keys of a map", kIndentationHint);
  }
  if (scene.line.find(':') != std::string_view::npos) {
    return here(scene, "the indentation of this line fits no line above");
  }
  return here(scene, "expected 'key: value'", kIndentationHint);
}

Explanation no_item(const Scene& scene) {
  if (follows_quoted(scene)) return behind_quoted(scene);
  const std::string where =
      scene.open.empty() ? "" : fmt::format(" that starts on line {}", scene.open.back()->at.line);
  return here(scene, fmt::format("expected '- ', an item of the list{}", where), kIndentationHint);
}

Explanation flow_not_ended(const Scene& scene) {
  const bool map = scene.is(msg::END_OF_MAP_FLOW);
  const char opening = map ? '{' : '[';
  const char closing = map ? '}' : ']';
  if (scene.open.empty()) return here(scene, fmt::format("expected ',' or '{}'", closing));
  const Location& start = scene.open.back()->at;
  if (scene.at_end()) {
    return {offset_of(scene, start), 1, fmt::format("'{}' is never closed", opening), ""};
  }
  return here(scene, fmt::format("expected ',' or '{}'", closing),
              fmt::format("of the '{}' on line {}", opening, start.line));
}

// Where the quoted text starts that runs to the end of the file.
std::optional<std::size_t> unclosed_quote(const Scene& scene) {
  const std::string_view text = scene.text.text();
  std::size_t i = scene.last == nullptr ? 0 : offset_of(scene, scene.last->at);
  bool token_start = true;
  while (i < text.size()) {
    const char c = text[i];
    if (token_start && (c == '"' || c == '\'')) {
      const std::size_t end = end_of_quoted(text, i);
      if (end == std::string_view::npos) return i;
      i = end;
      token_start = false;
      continue;
    }
    if (token_start && c == '#') {
      i = std::min(text.find('\n', i), text.size());
      continue;
    }
    const bool separator = c == '\n' || c == ',' || c == '[' || c == '{' || c == ':' || c == '-' ||
                           c == '?' || is_blank(c);
    token_start = separator && (token_start || !is_blank(c) || (i > 0 && text[i - 1] == ':'));
    ++i;
  }
  return std::nullopt;
}

Explanation end_in_quotes(const Scene& scene) {
  if (const std::optional<std::size_t> quote = unclosed_quote(scene)) {
    return {*quote, 1, "this quote is never closed", ""};
  }
  return here(scene, "a quoted text is never closed");
}

Explanation unexpected_character(const Scene& scene) {
  const char c = scene.here();
  if (c == '|' || c == '>' || c == '?') {
    return here(scene, fmt::format("'{}' is not possible inside '[...]' and '{{...}}'", c),
                kQuoteHint);
  }
  return here(scene, fmt::format("a text without quotes cannot start with '{}'", c), kQuoteHint);
}

Explanation unknown_escape(const Scene& scene) {
  const std::string_view escape = scene.message.substr(scene.message.size() - 1);
  return {scene.offset - std::min<std::size_t>(2, scene.offset), 2,
          fmt::format("'\\{}' is no escape of double quotes", escape),
          "write '\\\\', or use single quotes"};
}

Explanation list_on_key_line(const Scene& scene) {
  const bool in_key_line = scene.before().find(':') != std::string_view::npos;
  if (!in_key_line) return here(scene, "unexpected '-'", kIndentationHint);
  return here(scene, "a list cannot start on the line of its key", "start it on the next line");
}

// yaml-cpp's messages that one sentence explains.
struct Sentence {
  std::string_view original;
  std::string_view message;
  std::string_view hint;
};

const Sentence* sentence_for(std::string_view message) {
  static const std::array sentences = {
      Sentence{msg::ALIAS_NOT_FOUND, "'*' starts an alias, but no name follows", kQuoteHint},
      Sentence{msg::CHAR_IN_ALIAS, "unexpected character in the name of an alias", kQuoteHint},
      Sentence{msg::UNKNOWN_ANCHOR, "an alias ('*') to an anchor ('&') that is not defined above",
               "put the text in quotes if it is no alias"},
      Sentence{msg::ANCHOR_NOT_FOUND, "'&' starts an anchor, but no name follows", kQuoteHint},
      Sentence{msg::CHAR_IN_ANCHOR, "unexpected character in the name of an anchor", kQuoteHint},
      Sentence{msg::ZERO_INDENT_IN_BLOCK, "a block of text cannot have the indentation 0", ""},
      Sentence{msg::CHAR_IN_BLOCK, "unexpected text behind '|' or '>'",
               "the block of text starts on the next line"},
      Sentence{msg::DOC_IN_SCALAR, "'---' or '...' at the start of a line inside a quoted text",
               "is the quote before it closed?"},
      Sentence{msg::INVALID_HEX, "a character that is no hexadecimal digit in an escape", ""},
      Sentence{msg::BAD_FILE, "lists and maps are nested too deep here", ""},
  };
  const auto found = std::find_if(sentences.begin(), sentences.end(),
                                  [&](const Sentence& each) { return each.original == message; });
  return found == sentences.end() ? nullptr : &*found;
}

Explanation explain(const Scene& scene) {
  if (auto tab = tab_in_indentation(scene)) return *tab;
  if (scene.is(msg::TAB_IN_INDENTATION)) {
    return here(scene, "tabs cannot be used for indentation", "use blanks");
  }
  if (scene.is(msg::MAP_VALUE)) return unexpected_value(scene);
  if (scene.is(msg::END_OF_MAP)) return no_key(scene);
  if (scene.is(msg::END_OF_SEQ)) return no_item(scene);
  if (scene.is(msg::BLOCK_ENTRY)) return list_on_key_line(scene);
  if (scene.is(msg::END_OF_MAP_FLOW) || scene.is(msg::END_OF_SEQ_FLOW)) {
    return flow_not_ended(scene);
  }
  if (scene.is(msg::EOF_IN_SCALAR)) return end_in_quotes(scene);
  if (scene.is(msg::UNKNOWN_TOKEN)) return unexpected_character(scene);
  if (scene.is(msg::FLOW_END)) return here(scene, fmt::format("unexpected '{}'", scene.here()));
  if (scene.message.starts_with(msg::INVALID_ESCAPE)) return unknown_escape(scene);
  if (scene.message.starts_with(msg::INVALID_UNICODE)) {
    return here(scene, "an escape that is no Unicode character", "write the character itself");
  }
  if (const Sentence* sentence = sentence_for(scene.message)) {
    return here(scene, std::string(sentence->message), sentence->hint);
  }
  return here(scene, fmt::format("invalid YAML: {}", scene.message));
}

}  // namespace

Diagnostic explain_yaml_error(const YAML::Exception& error, const YamlText& text,
                              std::span<YamlNode* const> open, const YamlNode* last) {
  const SourceFile& file = text.file();
  const std::size_t offset = text.offset_of(error.mark);
  const std::uint32_t number = file.line_of(offset);
  const Scene scene{
      text, open, last, error.msg, offset, file.line_start(number), file.line(number)};
  Explanation found = explain(scene);
  const Location at = PlaceFinder(file).at(found.offset, found.length);
  return make_diagnostic(Severity::Error, at, std::move(found.message), std::move(found.hint));
}

}  // namespace strata::document
