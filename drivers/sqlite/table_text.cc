#include "drivers/sqlite/table_text.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "drivers/sqlite/lexical.h"
#include "engine/base/text.h"

namespace strata::sqlite {
namespace {

using sql::Token;
bool starts_clause(const Tokens& tokens) {
  constexpr std::string_view kStarts[] = {"CONSTRAINT", "PRIMARY", "NOT",     "NULL",
                                          "UNIQUE",     "CHECK",   "DEFAULT", "COLLATE",
                                          "REFERENCES", "AS"};
  // Alone, GENERATED may be a type's name.
  return (tokens.at("GENERATED") && tokens.at("ALWAYS", 1)) ||
         std::any_of(std::begin(kStarts), std::end(kStarts),
                     [&](std::string_view word) { return tokens.at(word); });
}

void take_conflict(Tokens& tokens) {
  if (tokens.at("ON") && tokens.at("CONFLICT", 1)) {
    for (int i = 0; i < 3; ++i) tokens.take();
  }
}

void take_reference(Tokens& tokens) {
  tokens.take();  // the table
  if (tokens.at_group()) tokens.take();
  while (!tokens.done()) {
    if (tokens.take_if("ON")) {
      tokens.take();  // DELETE
      if (!tokens.take_if("SET")) tokens.take_if("NO");
      tokens.take();
    } else if (tokens.take_if("MATCH")) {
      tokens.take();
    } else if (tokens.at("DEFERRABLE") || (tokens.at("NOT") && tokens.at("DEFERRABLE", 1))) {
      tokens.take_if("NOT");
      tokens.take();
      if (tokens.take_if("INITIALLY")) tokens.take();
    } else {
      return;
    }
  }
}

ClauseKind take_clause(Tokens& tokens) {
  if (tokens.take_if("PRIMARY")) {
    tokens.take_if("KEY");
    if (!tokens.take_if("ASC")) tokens.take_if("DESC");
    take_conflict(tokens);
    tokens.take_if("AUTOINCREMENT");
    return ClauseKind::PrimaryKey;
  }
  if (tokens.take_if("NOT")) {
    tokens.take_if("NULL");
    take_conflict(tokens);
    return ClauseKind::NotNull;
  }
  if (tokens.take_if("NULL")) {
    take_conflict(tokens);
    return ClauseKind::Null;
  }
  if (tokens.take_if("UNIQUE")) {
    take_conflict(tokens);
    return ClauseKind::Unique;
  }
  if (tokens.take_if("CHECK")) {
    tokens.take();
    return ClauseKind::Check;
  }
  if (tokens.take_if("DEFAULT")) {
    if (tokens.at("+") || tokens.at("-")) tokens.take();
    tokens.take();
    return ClauseKind::Default;
  }
  if (tokens.take_if("COLLATE")) {
    tokens.take();
    return ClauseKind::Collate;
  }
  if (tokens.take_if("REFERENCES")) {
    take_reference(tokens);
    return ClauseKind::References;
  }
  tokens.take_if("GENERATED");
  tokens.take_if("ALWAYS");
  tokens.take_if("AS");
  if (tokens.at_group()) tokens.take();
  if (!tokens.take_if("STORED")) tokens.take_if("VIRTUAL");
  return ClauseKind::Generated;
}

ColumnText column_in(std::string_view text) {
  Tokens tokens(text);
  ColumnText column;
  column.quoted = std::string(tokens.take());
  column.name = unquoted(column.quoted);
  const std::size_t type = tokens.position();
  while (!tokens.done() && !starts_clause(tokens)) tokens.take();
  column.type = std::string(tokens.since(type));
  if (!column.type.empty()) column.before_type = std::string(tokens.silence_before(type));
  while (!tokens.done()) {
    const std::size_t first = tokens.position();
    ColumnClause clause;
    // The grammar takes several names, and the last without a constraint.
    while (tokens.take_if("CONSTRAINT")) clause.name = unquoted(tokens.take());
    if (!tokens.done() && starts_clause(tokens)) clause.kind = take_clause(tokens);
    while (!tokens.done() && !starts_clause(tokens)) tokens.take();
    clause.text = std::string(tokens.since(first));
    clause.before = std::string(tokens.silence_before(first));
    column.clauses.push_back(std::move(clause));
  }
  return column;
}

bool at_table_constraint(const Tokens& tokens) {
  return tokens.at("CONSTRAINT") || (tokens.at("PRIMARY") && tokens.at("KEY", 1)) ||
         (tokens.at("UNIQUE") && tokens.peek(1).starts_with('(')) ||
         (tokens.at("CHECK") && tokens.peek(1).starts_with('(')) ||
         (tokens.at("FOREIGN") && tokens.at("KEY", 1));
}

ConstraintText take_constraint(Tokens& tokens) {
  ConstraintText constraint;
  const std::size_t first = tokens.position();
  while (tokens.take_if("CONSTRAINT")) constraint.name = unquoted(tokens.take());
  if (tokens.take_if("PRIMARY")) {
    constraint.kind = ConstraintKind::PrimaryKey;
  } else if (tokens.take_if("UNIQUE")) {
    constraint.kind = ConstraintKind::Unique;
  } else if (tokens.take_if("FOREIGN")) {
    constraint.kind = ConstraintKind::ForeignKey;
  } else {
    tokens.take_if("CHECK");
  }
  tokens.take_if("KEY");
  if (constraint.kind != ConstraintKind::Check) constraint.columns = names_in(tokens.peek());
  while (!tokens.done() && !at_table_constraint(tokens)) tokens.take();
  constraint.text = std::string(tokens.since(first));
  return constraint;
}

Layout* last_layout(TableText& table) {
  if (!table.constraints.empty()) return &table.constraints.back().layout;
  return table.columns.empty() ? nullptr : &table.columns.back().layout;
}

// A comment that closes the comma's line belongs to what stands before the comma.
std::string_view take_line_end(std::string_view& silent) {
  const std::size_t end = line_end_in(silent);
  if (end == std::string_view::npos || !has_comment(silent.substr(0, end))) return {};
  const std::string_view taken = silent.substr(0, end);
  silent.remove_prefix(end);
  return taken;
}

void add_part(TableText& table, std::string_view part, bool is_first) {
  Tokens tokens(part);
  Layout layout;
  std::string_view before = tokens.silence_before(0);
  if (Layout* const previous = last_layout(table); previous != nullptr)
    previous->line_end = std::string(take_line_end(before));
  if (is_first) table.opening_comment = std::string(take_line_end(before));
  if (!is_first || has_comment(before)) layout.before = std::string(before);
  if (is_first) table.opening = before.substr(0, before.find_first_not_of(" \t\r\n"));
  if (!at_table_constraint(tokens)) {
    table.columns.push_back(column_in(part));
    table.columns.back().layout = std::move(layout);
  }
  // There need not be commas between constraints.
  else
    while (!tokens.done()) {
      table.constraints.push_back(take_constraint(tokens));
      table.constraints.back().layout = std::move(layout);
      layout = Layout();
      layout.before = std::string(tokens.silence_before(tokens.position()));
      layout.comma = false;
    }
  last_layout(table)->behind = std::string(tokens.silence_before(tokens.size()));
}

// What stands behind the last part: a comment on its line belongs to it, the rest to the table.
void set_closing(TableText& table) {
  Layout& last = *last_layout(table);
  const std::string text = std::exchange(last.behind, "");
  std::string_view rest = text;
  last.line_end = std::string(take_line_end(rest));
  if (last.line_end.empty() && has_comment(rest) && line_end_in(rest) == std::string_view::npos) {
    const std::size_t end = static_cast<std::size_t>(trim(rest).end() - rest.begin());
    last.behind = std::string(rest.substr(0, end));
    rest.remove_prefix(end);
  }
  table.closing = std::string(rest);
}

// Puts pieces together; what follows a comment to the end of the line goes to the next line.
class Writer {
 public:
  void add(std::string_view piece) {
    if (piece.empty()) return;
    if (in_comment_ && piece.front() != '\n' && piece.front() != '\r') text_ += '\n';
    in_comment_ = false;
    text_ += piece;
  }
  void add_silence(std::string_view silent) {
    add(silent);
    if (!silent.empty()) in_comment_ = ends_in_line_comment(silent);
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  bool in_comment_ = false;
};

void write(Writer& out, const ColumnText& column) {
  out.add(column.quoted);
  if (!column.type.empty()) {
    out.add_silence(column.before_type);
    out.add(column.type);
  }
  for (const ColumnClause& clause : column.clauses) {
    out.add_silence(clause.before);
    out.add(clause.text);
  }
}

// The blanks that begin a part as others in the table do: on a line of its own or not.
std::string usual_blanks(const TableText& table, const Layout& previous) {
  const std::string_view like = previous.before ? *previous.before : table.opening;
  const std::size_t line = like.rfind('\n');
  if (line == std::string_view::npos) return " ";
  const std::size_t end = like.find_first_not_of(" \t", line + 1);
  return std::string(like.substr(line, end == std::string_view::npos ? end : end - line));
}

}  // namespace

ColumnText parse_column(std::string_view text) { return column_in(text); }

const ColumnClause* ColumnText::find(ClauseKind kind) const {
  const auto found = std::find_if(clauses.begin(), clauses.end(),
                                  [&](const ColumnClause& clause) { return clause.kind == kind; });
  return found == clauses.end() ? nullptr : &*found;
}

std::size_t ColumnText::erase_if(const std::function<bool(const ColumnClause&)>& is_unwanted) {
  std::string comments;
  std::vector<ColumnClause> kept;
  for (ColumnClause& clause : clauses) {
    if (is_unwanted(clause)) {
      if (has_comment(clause.before)) comments += clause.before;
    } else {
      clause.before = std::exchange(comments, "") + clause.before;
      kept.push_back(std::move(clause));
    }
  }
  layout.behind = comments.substr(0, comments.find_last_not_of(" \t") + 1) + layout.behind;
  const std::size_t erased = clauses.size() - kept.size();
  clauses = std::move(kept);
  return erased;
}

void ColumnText::erase(ClauseKind kind) {
  erase_if([&](const ColumnClause& clause) { return clause.kind == kind; });
}

ColumnText* TableText::find(std::string_view column) {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const ColumnText& candidate) {
    return equals_ignore_case(candidate.name, column);
  });
  return found == columns.end() ? nullptr : &*found;
}

bool TableText::has_rowid() const {
  Tokens tokens(options);
  for (; !tokens.done(); tokens.take()) {
    if (tokens.at("WITHOUT") && tokens.at("ROWID", 1)) return false;
  }
  return true;
}

void TableText::give_rowid() {
  if (has_rowid()) return;
  std::vector<std::string_view> kept;
  for (const std::string_view option : split_list(options)) {
    if (!Tokens(option).at("WITHOUT")) kept.push_back(trim(option));
  }
  options = fmt::format("{}", fmt::join(kept, ", "));
}

std::string without_schema(std::string_view reference) {
  Tokens tokens(reference);
  std::size_t table = 0;
  for (; !tokens.done() && !tokens.at_group(); tokens.take()) {
    if (tokens.at(".")) table = tokens.position() + 1;
  }
  tokens.rewind(table);
  return std::string(tokens.rest());
}

std::string behind_keyword(std::string_view text, std::string_view keyword) {
  Tokens tokens(text);
  while (tokens.take_if("CONSTRAINT")) tokens.take();
  while (!tokens.done() && !tokens.take_if(keyword)) tokens.take();
  return std::string(tokens.done() ? text : trim(tokens.rest()));
}

bool has_keyword(std::string_view text, std::string_view keyword) {
  Tokens tokens(text);
  while (tokens.take_if("CONSTRAINT")) tokens.take();
  while (!tokens.done() && !tokens.at(keyword)) tokens.take();
  return !tokens.done();
}

bool mentions(std::string_view text, std::string_view column) {
  const sql::Lexer lexer(text, lexical_rules());
  std::string_view last;
  for (std::size_t at = 0; at < text.size();) {
    const Token token = next_token(lexer, text, at);
    at = token.end;
    const std::string_view word = text.substr(token.begin, token.end - token.begin);
    if (is_silent(token)) continue;
    const bool is_name = (token.kind == Token::Kind::Word || token.kind == Token::Kind::Quoted) &&
                         !word.starts_with('\'');
    const bool is_function = token.kind == Token::Kind::Word && at < text.size() && text[at] == '(';
    if (is_name && !is_function && !equals_ignore_case(last, "COLLATE") &&
        equals_ignore_case(unquoted(word), column)) {
      return true;
    }
    last = word;
  }
  return false;
}

IndexText parse_index(std::string_view statement) {
  Tokens tokens(statement);
  IndexText index;
  tokens.take_if("CREATE");
  index.unique = tokens.take_if("UNIQUE");
  while (!tokens.done() && !tokens.at_group()) tokens.take();
  for (const std::string_view part : split_list(inside(tokens.take())))
    index.columns.emplace_back(trim(part));
  if (tokens.take_if("WHERE")) index.condition = std::string(tokens.rest());
  return index;
}

std::vector<std::string> columns_that_fire(std::string_view statement) {
  Tokens tokens(statement);
  std::vector<std::string> columns;
  while (!tokens.done() && !(tokens.at("UPDATE") && tokens.at("OF", 1))) {
    if (tokens.at("ON") || tokens.at("BEGIN")) return columns;
    tokens.take();
  }
  tokens.take();
  while (!tokens.done() && !tokens.at("ON")) {
    tokens.take();  // OF or a comma
    columns.push_back(unquoted(tokens.take()));
  }
  return columns;
}

std::optional<TableText> parse_table(std::string_view statement) {
  Tokens tokens(statement);
  if (!tokens.take_if("CREATE")) return std::nullopt;
  if (!tokens.take_if("TEMP")) tokens.take_if("TEMPORARY");
  if (!tokens.take_if("TABLE")) return std::nullopt;
  while (!tokens.done() && !tokens.at_group()) tokens.take();
  if (tokens.done()) return std::nullopt;
  TableText table;
  const std::string_view list = tokens.peek();
  table.head =
      std::string(statement.substr(0, static_cast<std::size_t>(list.data() - statement.data())));
  bool is_first = true;
  for (const std::string_view part : split_list(inside(tokens.take())))
    add_part(table, part, std::exchange(is_first, false));
  set_closing(table);
  if (!tokens.done()) table.before_options = std::string(tokens.silence_before(tokens.position()));
  table.options = std::string(tokens.rest());
  return table;
}

std::string to_statement(const TableText& table) {
  Writer out;
  out.add(table.head);
  out.add("(");
  const Layout* previous = nullptr;
  bool is_after_column = false;
  const auto add = [&](const auto& part, const auto& write_part) {
    const Layout& layout = part.layout;
    const bool has_comments = layout.before && has_comment(*layout.before);
    if (previous == nullptr) {
      out.add_silence(table.opening_comment);
      out.add_silence(has_comments ? *layout.before : table.opening);
    } else {
      if (layout.comma || is_after_column) out.add(",");
      out.add_silence(previous->line_end);
      out.add_silence(layout.before ? *layout.before : usual_blanks(table, *previous));
    }
    write_part();
    out.add_silence(layout.behind);
    previous = &layout;
  };
  for (const ColumnText& column : table.columns) add(column, [&] { write(out, column); });
  is_after_column = true;
  for (const ConstraintText& constraint : table.constraints)
    add(constraint, [&] {
      out.add(constraint.text);
      is_after_column = false;
    });
  if (previous != nullptr) out.add_silence(previous->line_end);
  out.add_silence(table.closing);
  out.add(")");
  if (!table.options.empty()) {
    out.add_silence(table.before_options);
    out.add(table.options);
  }
  return out.take();
}

ReferenceText parse_reference(std::string_view text) {
  Tokens tokens(text);
  while (!tokens.done() && !tokens.take_if("REFERENCES")) tokens.take();
  ReferenceText reference;
  reference.table = unquoted(tokens.take());
  if (tokens.at_group()) reference.columns = names_in(tokens.take());
  while (!tokens.done()) {
    if (tokens.take_if("ON")) {
      std::string& action = tokens.at("DELETE") ? reference.on_delete : reference.on_update;
      tokens.take();
      const bool two_words = tokens.at("SET") || tokens.at("NO");
      action = to_upper(tokens.take());
      if (two_words) action += " " + to_upper(tokens.take());
    } else if (tokens.at("NOT")) {
      tokens.take();
      tokens.take();
    } else if (tokens.take_if("DEFERRABLE")) {
      reference.deferrable = true;
      if (tokens.take_if("INITIALLY"))
        reference.initially_deferred = equals_ignore_case(tokens.take(), "DEFERRED");
    } else {
      tokens.take();
    }
  }
  return reference;
}

}  // namespace strata::sqlite
