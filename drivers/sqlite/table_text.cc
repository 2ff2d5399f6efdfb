#include "drivers/sqlite/table_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "drivers/sqlite/lexical.h"
#include "engine/base/text.h"
#include "engine/sql/lexer.h"

namespace strata::sqlite {
namespace {

using sql::Token;

// The tokens of a text without blanks and comments; a parenthesised group is one token.
class Tokens {
 public:
  explicit Tokens(std::string_view text) : text_(text) {
    const sql::Lexer lexer(text, lexical_rules());
    int depth = 0;
    for (std::size_t at = 0; at < text.size();) {
      const Token token = lexer.next(at);
      at = token.end;
      const std::string_view word = text.substr(token.begin, token.end - token.begin);
      if (word == ")" && --depth == 0) {
        tokens_.back().end = token.end;
        continue;
      }
      if (word == "(" && ++depth == 1) {
        tokens_.push_back(token);
        continue;
      }
      const bool silent = token.kind == Token::Kind::Blank || token.kind == Token::Kind::Comment;
      if (depth == 0 && !silent) tokens_.push_back(token);
    }
  }

  bool done() const { return next_ >= tokens_.size(); }
  std::size_t position() const { return next_; }
  std::string_view peek(std::size_t ahead = 0) const {
    if (next_ + ahead >= tokens_.size()) return {};
    const Token& token = tokens_[next_ + ahead];
    return text_.substr(token.begin, token.end - token.begin);
  }
  bool at(std::string_view word, std::size_t ahead = 0) const {
    return equals_ignore_case(peek(ahead), word);
  }
  bool at_group() const { return peek().starts_with('('); }
  std::string_view take() {
    const std::string_view word = peek();
    ++next_;
    return word;
  }
  bool take_if(std::string_view word) {
    if (!at(word)) return false;
    ++next_;
    return true;
  }
  // The text from a token to the one before the present, as written.
  std::string_view since(std::size_t first) const {
    if (first >= next_) return {};
    return text_.substr(tokens_[first].begin, tokens_[next_ - 1].end - tokens_[first].begin);
  }
  // What is left of the text.
  std::string_view rest() const {
    return done() ? std::string_view() : text_.substr(tokens_[next_].begin);
  }

 private:
  std::string_view text_;
  std::vector<Token> tokens_;
  std::size_t next_ = 0;
};

std::string_view inside(std::string_view group) {
  if (group.size() < 2 || !group.starts_with('(')) return group;
  return group.substr(1, group.size() - (group.ends_with(')') ? 2 : 1));
}

// The parts between commas that are in no parentheses and no quotes.
std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  const sql::Lexer lexer(text, lexical_rules());
  int depth = 0;
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Token token = lexer.next(at);
    const std::string_view word = text.substr(token.begin, token.end - token.begin);
    if (token.kind == Token::Kind::Symbol && word == "(") ++depth;
    if (token.kind == Token::Kind::Symbol && word == ")") --depth;
    if (token.kind == Token::Kind::Symbol && word == "," && depth == 0) {
      parts.emplace_back(trim(text.substr(start, at - start)));
      start = token.end;
    }
    at = token.end;
  }
  parts.emplace_back(trim(text.substr(start)));
  return parts;
}

bool starts_clause(const Tokens& tokens) {
  constexpr std::string_view kStarts[] = {"CONSTRAINT", "PRIMARY",   "NOT",     "NULL",
                                          "UNIQUE",     "CHECK",     "DEFAULT", "COLLATE",
                                          "REFERENCES", "GENERATED", "AS"};
  return std::any_of(std::begin(kStarts), std::end(kStarts),
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
      tokens.take();
      if (tokens.take_if("SET") || tokens.take_if("NO"))
        tokens.take();
      else
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
    // 1.5 is three tokens to the lexer, as the point is no letter.
    while (tokens.at(".")) {
      tokens.take();
      tokens.take();
    }
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

ColumnText parse_column(std::string_view text) {
  Tokens tokens(text);
  ColumnText column;
  column.quoted = std::string(tokens.take());
  column.name = unquoted(column.quoted);
  const std::size_t type = tokens.position();
  while (!tokens.done() && !starts_clause(tokens)) tokens.take();
  column.type = std::string(tokens.since(type));
  while (!tokens.done()) {
    const std::size_t first = tokens.position();
    ColumnClause clause;
    if (tokens.take_if("CONSTRAINT")) clause.name = unquoted(tokens.take());
    if (tokens.done() || !starts_clause(tokens)) break;
    clause.kind = take_clause(tokens);
    clause.text = std::string(tokens.since(first));
    column.clauses.push_back(std::move(clause));
  }
  return column;
}

bool is_table_constraint(std::string_view text) {
  const Tokens tokens(text);
  return tokens.at("CONSTRAINT") || (tokens.at("PRIMARY") && tokens.at("KEY", 1)) ||
         (tokens.at("UNIQUE") && tokens.peek(1).starts_with('(')) ||
         (tokens.at("CHECK") && tokens.peek(1).starts_with('(')) ||
         (tokens.at("FOREIGN") && tokens.at("KEY", 1));
}

ConstraintText parse_constraint(std::string_view text) {
  Tokens tokens(text);
  ConstraintText constraint;
  constraint.text = std::string(text);
  if (tokens.take_if("CONSTRAINT")) constraint.name = unquoted(tokens.take());
  if (tokens.take_if("PRIMARY")) constraint.kind = ConstraintKind::PrimaryKey;
  if (tokens.take_if("UNIQUE")) constraint.kind = ConstraintKind::Unique;
  if (tokens.take_if("FOREIGN")) constraint.kind = ConstraintKind::ForeignKey;
  tokens.take_if("KEY");
  if (constraint.kind != ConstraintKind::Check) constraint.columns = names_in(tokens.peek());
  return constraint;
}

}  // namespace

const ColumnClause* ColumnText::find(ClauseKind kind) const {
  const auto found = std::find_if(clauses.begin(), clauses.end(),
                                  [&](const ColumnClause& clause) { return clause.kind == kind; });
  return found == clauses.end() ? nullptr : &*found;
}

void ColumnText::erase(ClauseKind kind) {
  std::erase_if(clauses, [&](const ColumnClause& clause) { return clause.kind == kind; });
}

ColumnText* TableText::find(std::string_view column) {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const ColumnText& candidate) {
    return equals_ignore_case(candidate.name, column);
  });
  return found == columns.end() ? nullptr : &*found;
}

std::string unquoted(std::string_view name) {
  constexpr std::string_view kOpen = "\"`'[";
  if (name.size() < 2 || kOpen.find(name.front()) == std::string_view::npos)
    return std::string(name);
  const std::string inner(name.substr(1, name.size() - 2));
  if (name.front() == '[') return inner;
  const std::string mark(1, name.front());
  return replace_all(inner, mark + mark, mark);
}

std::vector<std::string> list_in(std::string_view text) {
  const std::size_t open = text.find('(');
  const std::size_t close = text.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return {};
  return split_list(text.substr(open + 1, close - open - 1));
}

std::vector<std::string> names_in(std::string_view text) {
  std::vector<std::string> names;
  for (const std::string& part : split_list(inside(text)))
    names.push_back(unquoted(Tokens(part).peek()));
  return names;
}

std::optional<TableText> parse_table(std::string_view statement) {
  Tokens tokens(statement);
  if (!tokens.take_if("CREATE")) return std::nullopt;
  if (!tokens.take_if("TEMP")) tokens.take_if("TEMPORARY");
  if (!tokens.take_if("TABLE")) return std::nullopt;
  while (!tokens.done() && !tokens.at_group()) tokens.take();
  if (tokens.done()) return std::nullopt;
  TableText table;
  for (const std::string& item : split_list(inside(tokens.take()))) {
    if (is_table_constraint(item)) {
      table.constraints.push_back(parse_constraint(item));
    } else {
      table.columns.push_back(parse_column(item));
    }
  }
  table.options = std::string(trim(tokens.rest()));
  return table;
}

std::string to_statement(const TableText& table, std::string_view quoted_name) {
  std::vector<std::string> items;
  for (const ColumnText& column : table.columns) {
    std::string text = column.quoted;
    if (!column.type.empty()) text += " " + column.type;
    for (const ColumnClause& clause : column.clauses) text += " " + clause.text;
    items.push_back(std::move(text));
  }
  for (const ConstraintText& constraint : table.constraints) items.push_back(constraint.text);
  return fmt::format("CREATE TABLE {} ({}){}{}", quoted_name, fmt::join(items, ", "),
                     table.options.empty() ? "" : " ", table.options);
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
