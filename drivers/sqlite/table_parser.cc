// Takes CREATE TABLE statements apart. What SQLite keeps has passed its own parser, so nothing is
// checked here.
#include <algorithm>

#include "drivers/sqlite/table_text.h"
#include "drivers/sqlite/tokens.h"
#include "engine/base/text.h"

namespace strata::sqlite {
namespace {

bool starts_clause(const Tokens& tokens) {
  constexpr std::string_view kStarts[] = {"CONSTRAINT", "PRIMARY",   "NOT",     "NULL",
                                          "UNIQUE",     "CHECK",     "DEFAULT", "COLLATE",
                                          "REFERENCES", "GENERATED", "AS"};
  return std::any_of(std::begin(kStarts), std::end(kStarts),
                     [&](std::string_view word) { return tokens.at(word); });
}

bool starts_constraint(const Tokens& tokens) {
  const bool has_group = tokens.peek(1).starts_with('(');
  return tokens.at("CONSTRAINT") || ((tokens.at("UNIQUE") || tokens.at("CHECK")) && has_group) ||
         ((tokens.at("PRIMARY") || tokens.at("FOREIGN")) && tokens.at("KEY", 1));
}

// The words of REFERENCES that could be taken for clauses of their own.
void take_reference(Tokens& tokens) {
  tokens.take();  // the table
  if (tokens.at_group()) tokens.take();
  while (!tokens.done()) {
    if (tokens.take_if("ON")) {
      tokens.take();
      if (tokens.at("SET") || tokens.at("NO")) tokens.take();
      tokens.take();
    } else if (tokens.take_if("MATCH") || tokens.take_if("INITIALLY")) {
      tokens.take();
    } else if (tokens.at("DEFERRABLE") || (tokens.at("NOT") && tokens.at("DEFERRABLE", 1))) {
      tokens.take();
    } else {
      return;
    }
  }
}

ClauseKind take_start(Tokens& tokens) {
  const std::string word = to_upper(tokens.take());
  if (word == "PRIMARY") return ClauseKind::PrimaryKey;
  if (word == "NULL") return ClauseKind::Null;
  if (word == "UNIQUE") return ClauseKind::Unique;
  if (word == "CHECK") return ClauseKind::Check;
  if (word == "COLLATE") return ClauseKind::Collate;
  if (word == "NOT") {
    tokens.take_if("NULL");
    return ClauseKind::NotNull;
  }
  if (word == "DEFAULT") {
    tokens.take();  // may be NULL
    return ClauseKind::Default;
  }
  if (word == "REFERENCES") {
    take_reference(tokens);
    return ClauseKind::References;
  }
  if (word == "GENERATED") {
    tokens.take_if("ALWAYS");
    tokens.take_if("AS");
  }
  return ClauseKind::Generated;
}

ColumnText parse_column(std::string_view text) {
  Tokens tokens(text);
  ColumnText column;
  column.around.before = std::string(tokens.gap());
  column.quoted = std::string(tokens.take());
  column.name = unquoted(column.quoted);
  column.type_gap = std::string(tokens.gap());
  const std::size_t type = tokens.position();
  while (!tokens.done() && !starts_clause(tokens)) tokens.take();
  column.type = std::string(tokens.since(type));
  if (column.type.empty()) column.type_gap = " ";
  while (!tokens.done()) {
    ColumnClause clause;
    clause.gap = std::string(tokens.gap());
    const std::size_t first = tokens.position();
    if (tokens.take_if("CONSTRAINT")) clause.name = unquoted(tokens.take());
    clause.kind = take_start(tokens);
    // Conflict clauses, the rest of a number.
    while (!tokens.done() && !starts_clause(tokens)) tokens.take();
    clause.text = std::string(tokens.since(first));
    column.clauses.push_back(std::move(clause));
  }
  column.around.after = std::string(tokens.gap());
  return column;
}

ConstraintText take_constraint(Tokens& tokens) {
  ConstraintText constraint;
  constraint.around.before = std::string(tokens.gap());
  const std::size_t first = tokens.position();
  if (tokens.take_if("CONSTRAINT")) constraint.name = unquoted(tokens.take());
  const std::string word = to_upper(tokens.take());
  tokens.take_if("KEY");
  if (word == "PRIMARY") constraint.kind = ConstraintKind::PrimaryKey;
  if (word == "UNIQUE") constraint.kind = ConstraintKind::Unique;
  if (word == "FOREIGN") constraint.kind = ConstraintKind::ForeignKey;
  if (constraint.kind != ConstraintKind::Check) constraint.columns = names_in(tokens.peek());
  tokens.take();
  // SQLite does not ask for commas between constraints.
  while (!tokens.done() && !starts_constraint(tokens)) tokens.take();
  constraint.text = std::string(tokens.since(first));
  return constraint;
}

// The end of the comment that stands in the first line of a gap.
std::size_t same_line_end(std::string_view gap) {
  const std::size_t end = std::min(gap.find_first_of("\r\n"), gap.size());
  return trim(gap.substr(0, end)).starts_with("--") ? end : 0;
}

// Moves the comment behind an item's comma from the next one's front to it.
void give_remarks_back(TableText& table) {
  std::vector<Surroundings*> items;
  for (ColumnText& column : table.columns) items.push_back(&column.around);
  for (ConstraintText& constraint : table.constraints) items.push_back(&constraint.around);
  std::string* remark = &table.opening;
  for (Surroundings* item : items) {
    const std::string gap = item->before.value_or("");
    const std::size_t end = same_line_end(gap);
    *remark = gap.substr(0, end);
    item->before = gap.substr(end);
    remark = &item->remark;
  }
  Surroundings& first = *items.front();
  if (trim(*first.before).empty()) {
    table.opening += *first.before;
    first.before.reset();
  }
  Surroundings& last = *items.back();
  const std::size_t end = same_line_end(last.after);
  last.remark = last.after.substr(0, end);
  table.closing = last.after.substr(end);
  last.after.clear();
}

void skip_to_columns(Tokens& tokens) {
  while (!tokens.done() && !tokens.at_group()) tokens.take();
}

}  // namespace

std::optional<TableText> parse_table(std::string_view statement) {
  Tokens tokens(statement);
  if (!tokens.take_if("CREATE")) return std::nullopt;
  if (!tokens.take_if("TEMP")) tokens.take_if("TEMPORARY");
  if (!tokens.take_if("TABLE")) return std::nullopt;
  skip_to_columns(tokens);
  if (tokens.done()) return std::nullopt;
  TableText table;
  for (const std::string_view text : split_list(inside(tokens.take()))) {
    Tokens item(text);
    if (!starts_constraint(item)) {
      table.columns.push_back(parse_column(text));
      continue;
    }
    while (!item.done()) table.constraints.push_back(take_constraint(item));
    table.constraints.back().around.after = std::string(item.gap());
  }
  give_remarks_back(table);
  for (const std::string_view option : split_list(tokens.rest())) {
    if (!trim(option).empty()) table.options.emplace_back(trim(option));
  }
  return table;
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
