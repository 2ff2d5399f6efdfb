// Procedures, functions and triggers: their text is the user's own.
#include <optional>

#include <fmt/format.h>

#include "engine/base/text.h"
#include "engine/sql/dialect.h"
#include "engine/sql/lexer.h"

namespace strata::sql {
namespace {

// Where the name behind CREATE ... PROCEDURE stands, if it has no schema in front.
std::optional<std::size_t> find_name(std::string_view text, std::string_view keyword,
                                     const LexicalRules& rules) {
  const Lexer lexer(text, rules);
  bool seen_keyword = false;
  for (std::size_t at = 0; at < text.size();) {
    const Token token = lexer.next(at);
    at = token.end;
    if (token.kind == Token::Kind::Blank || token.kind == Token::Kind::Comment) continue;
    const std::string_view word = text.substr(token.begin, token.end - token.begin);
    if (seen_keyword) {
      const bool is_qualified = at < text.size() && text[at] == '.';
      return is_qualified ? std::nullopt : std::optional(token.begin);
    }
    seen_keyword = token.kind == Token::Kind::Word && equals_ignore_case(word, keyword);
  }
  return std::nullopt;
}

// A client's sign for "run it", which no server understands.
std::string_view without_slash(std::string_view text) {
  text = trim(text);
  const std::size_t line = text.rfind('\n');
  if (line != std::string_view::npos && trim(text.substr(line)) == "/")
    text = trim(text.substr(0, line));
  return text;
}

}  // namespace

Statements Dialect::create_program(std::string_view keyword, const model::ProgramText& change,
                                   const Target& target) const {
  const std::string& whole = change.content ? change.content->expanded : *change.body;
  const std::string_view body = without_slash(whole);
  std::string text(body);
  bool is_edited = false;
  if (model::is_given(change.schema_name)) {
    if (const auto at = find_name(text, keyword, traits().lexical)) {
      text.insert(*at, quote(*change.schema_name, ObjectKind::Schema, target) + ".");
      is_edited = true;
    }
  }
  constexpr std::string_view kCreate = "create";
  if (change.replace_if_exists.value_or(false) && traits().replaces_programs &&
      starts_with_ignore_case(text, kCreate) &&
      !starts_with_ignore_case(trim(std::string_view(text).substr(kCreate.size())), "or")) {
    text.insert(kCreate.size(), " OR REPLACE");
    is_edited = true;
  }
  Statements statements = one(std::move(text));
  if (is_edited) return statements;
  auto source = std::make_shared<Source>();
  if (change.content) {
    source->at = {change.content->file, 1, 1, 0};
    source->style = ScalarStyle::WholeFile;
    source->written = change.content->written;
  } else {
    source->at = change.body_at.at;
    source->style = change.body_at.style;
    source->lines = change.body_at.lines;
    source->written = change.body_at.written;
  }
  source->text = whole;
  statements.front().source_offset = static_cast<std::size_t>(body.data() - whole.data());
  statements.front().source = std::move(source);
  return statements;
}

Statements Dialect::drop_program(std::string_view keyword, const model::ProgramName& change,
                                 const Target& target) const {
  return one(fmt::format("DROP {} {}", keyword,
                         qualified(change.catalog_name, change.schema_name,
                                   change.name.value_or(""), ObjectKind::Program, target)));
}

Statements Dialect::create_trigger(const model::CreateTrigger& change, const Target& target) const {
  return create_program("TRIGGER", change, target);
}

Statements Dialect::drop_trigger(const model::DropTrigger& change, const Target& target) const {
  return one("DROP TRIGGER " + qualified(change.catalog_name, change.schema_name,
                                         change.trigger_name.value_or(""), ObjectKind::Program,
                                         target));
}

Statements Dialect::rename_trigger(const model::RenameTrigger&, const Target&) const {
  not_supported("renameTrigger");
}

Statements Dialect::switch_trigger(const model::TriggerName&, bool enable, const Target&) const {
  not_supported(enable ? "enableTrigger" : "disableTrigger");
}

}  // namespace strata::sql
