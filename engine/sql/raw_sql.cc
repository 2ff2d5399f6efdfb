#include "engine/sql/raw_sql.h"

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/sql/dialect.h"
#include "engine/sql/splitter.h"

namespace strata::sql {
namespace {

// SQL that users wrote, and how it is to be cut.
struct Script {
  std::shared_ptr<Source> source = std::make_shared<Source>();
  std::string_view text;  // within that of the source, or the same without blanks around it
  std::size_t offset = 0;
  SplitOptions options;
};

template <typename Change>
SplitOptions options_of(const Change& change) {
  return {change.split_statements.value_or(true), change.strip_comments.value_or(false),
          change.end_delimiter};
}

Script script_of(const model::Sql& change) {
  Script script;
  script.source->at = change.sql_at.at;
  script.source->style = change.sql_at.style;
  script.source->lines = change.sql_at.lines;
  script.source->written = change.sql_at.written;
  // Places are found in the untrimmed text; what was cut off its front is blanks and line ends.
  script.source->text = change.untrimmed.empty() ? change.sql.value_or("") : change.untrimmed;
  if (change.sql) script.text = *change.sql;
  script.offset = change.trimmed;
  script.options = options_of(change);
  return script;
}

Script script_of(const model::SqlFile& change) {
  Script script;
  if (!change.content) return script;
  script.source->at = {change.content->file, 1, 1, 0};
  script.source->style = ScalarStyle::WholeFile;
  script.source->text = change.content->expanded;
  script.source->written = change.content->written;
  script.text = script.source->text;
  script.options = options_of(change);
  return script;
}

Statements pieces(const Script& script, const LexicalRules& rules, Diagnostics& diagnostics) {
  std::vector<Mistake> mistakes;
  Statements statements;
  for (Piece& piece : split(script.text, script.options, rules, &mistakes)) {
    Statement& statement = statements.emplace_back();
    statement.text = std::move(piece.text);
    statement.source = script.source;
    statement.source_offset = script.offset + piece.offset;
    statement.code_offset = piece.code_offset;
    statement.shifts = std::move(piece.shifts);
    statement.rows = std::move(piece.rows);
    if (statement.rows) statement.rows->offset += script.offset;
  }
  for (Mistake& mistake : mistakes) {
    diagnostics.error(place_in(*script.source, script.offset + mistake.offset),
                      std::move(mistake.message), std::move(mistake.hint));
  }
  return statements;
}

Statements pieces(const Script& script, const LexicalRules& rules) {
  Diagnostics diagnostics;
  Statements statements = pieces(script, rules, diagnostics);
  if (!diagnostics.has_errors()) return statements;
  throw Error(ErrorKind::Changelog, diagnostics.all().front().message)
      .with_diagnostics(diagnostics.all());
}

Statement whole(const Script& script, const Location& at) {
  Statement statement;
  statement.text = script.text;
  statement.source = script.source;
  statement.source_offset = script.offset;
  statement.at = at;
  statement.is_of_client = true;
  return statement;
}

}  // namespace

std::optional<Statement> whole_text(const model::Change& change) {
  if (const auto* sql = std::get_if<model::Sql>(&change.body))
    return whole(script_of(*sql), change.at);
  if (const auto* file = std::get_if<model::SqlFile>(&change.body))
    return whole(script_of(*file), change.at);
  return std::nullopt;
}

Statements Dialect::raw_sql(const model::Sql& change, const Target&) const {
  return pieces(script_of(change), traits().lexical);
}

Statements Dialect::sql_file(const model::SqlFile& change, const Target&) const {
  return pieces(script_of(change), traits().lexical);
}

void Dialect::check_sql(const model::Change& change, Diagnostics& diagnostics) const {
  if (const auto* sql = std::get_if<model::Sql>(&change.body))
    pieces(script_of(*sql), traits().lexical, diagnostics);
  if (const auto* file = std::get_if<model::SqlFile>(&change.body))
    pieces(script_of(*file), traits().lexical, diagnostics);
}

}  // namespace strata::sql
