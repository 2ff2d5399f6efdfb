#include "engine/sql/script_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/base/text.h"
#include "engine/sql/lexer.h"

namespace strata::sql {
namespace {

using Kind = Token::Kind;

// What a client that looks for the end of a statement stumbles over.
struct Shape {
  bool has_inner_semicolon = false;
  bool ends_with_semicolon = false;
  bool ends_with_line_comment = false;
  bool is_open = false;  // its last comment
};

bool is_line_comment(std::string_view comment) { return !comment.starts_with("/*"); }

Shape shape_of(std::string_view text, const LexicalRules& rules) {
  const Lexer lexer(text, rules);
  Shape shape;
  for (std::size_t at = 0; at < text.size();) {
    const Token token = lexer.next(at);
    at = token.end;
    if (token.kind == Kind::Blank) {
      if (text[token.begin] == '\n') shape.ends_with_line_comment = false;
      continue;
    }
    const std::string_view piece = text.substr(token.begin, token.end - token.begin);
    const bool is_executed = lexer.is_executed(token);
    const bool is_comment = token.kind == Kind::Comment && !is_executed;
    shape.ends_with_line_comment = is_comment && is_line_comment(piece);
    // SQLite takes the end of the text for the end of a comment.
    shape.is_open =
        is_comment && !is_line_comment(piece) && (piece.size() < 4 || !piece.ends_with("*/"));
    if (is_comment) continue;
    shape.has_inner_semicolon = shape.has_inner_semicolon || shape.ends_with_semicolon ||
                                (is_executed && piece.find(';') != std::string_view::npos);
    shape.ends_with_semicolon = piece == ";";
  }
  return shape;
}

// psql puts the values of its variables (HOST, USER, ...) for :name: a[1:host]
std::string without_variables(const std::string& text, const LexicalRules& rules) {
  const Lexer lexer(text, rules);
  std::string result;
  std::size_t copied = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Token token = lexer.next(at);
    at = token.end;
    const bool is_colon = token.kind == Kind::Symbol && text[token.begin] == ':' &&
                          (token.begin == 0 || text[token.begin - 1] != ':');
    if (!is_colon || at == text.size()) continue;
    const char next = ascii_lower(text[at]);
    const bool is_variable = (next >= 'a' && next <= 'z') || next == '_' || next == '\'' ||
                             next == '"' || next == '{' ||
                             static_cast<unsigned char>(next) >= 0x80U;
    if (!is_variable) continue;
    result.append(text, copied, at - copied).append(" ");
    copied = at;
  }
  return result.append(text, copied);
}

// One that the text does not hold.
std::string delimiter_for(std::string_view text) {
  std::string delimiter = "$$";
  while (text.find(delimiter) != std::string_view::npos) delimiter += '$';
  return delimiter;
}

ScriptText delimited(const std::string& text) {
  const std::string delimiter = delimiter_for(text);
  const std::string opening = fmt::format("DELIMITER {}\n", delimiter);
  return {fmt::format("{}{}\n{}\nDELIMITER ;\n", opening, text, delimiter), opening.size()};
}

// Text that the client cuts by itself, with commands of its own in it.
ScriptText of_client(std::string_view text) {
  const bool has_delimiters = to_lower(text).find("delimiter ") != std::string::npos;
  const std::string_view whole = trim(text);
  const std::string_view last = trim(whole.substr(whole.rfind('\n') + 1));  // npos + 1 == 0
  const bool is_ended =
      has_delimiters || whole.ends_with(';') || last.starts_with('\\') || last.starts_with('.');
  return {
      fmt::format("{}{}{}", text, is_ended ? "\n" : "\n;\n", has_delimiters ? "DELIMITER ;\n" : ""),
      0};
}

}  // namespace

ScriptText script_text(const Statement& statement, const LexicalRules& rules) {
  if (statement.is_of_client) return of_client(statement.text);
  std::string text = statement.text;
  if (rules.copy_blocks) text = without_variables(text, rules);
  const Shape shape = shape_of(text, rules);
  if (shape.is_open) text += " */";
  if (rules.delimiter_commands && shape.has_inner_semicolon) return delimited(text);
  if (!shape.ends_with_semicolon) text += shape.ends_with_line_comment ? "\n;" : ";";
  text += '\n';
  if (statement.rows) text += statement.rows->text + "\\.\n";
  return {std::move(text), 0};
}

bool starts_with_any(std::string_view statement, std::span<const std::string_view> phrases,
                     const LexicalRules& rules) {
  constexpr std::size_t kLongest = 32;  // of a phrase
  const Lexer lexer(statement, rules);
  std::string start;
  for (std::size_t at = 0; at < statement.size() && start.size() < kLongest;) {
    const Token token = lexer.next(at);
    at = token.end;
    if (token.kind == Kind::Blank || token.kind == Kind::Comment) continue;
    if (token.kind != Kind::Word) break;
    start += to_upper(statement.substr(token.begin, token.end - token.begin)) + " ";
  }
  return std::any_of(phrases.begin(), phrases.end(), [&](std::string_view phrase) {
    return start.starts_with(phrase) && start[phrase.size()] == ' ';
  });
}

}  // namespace strata::sql
