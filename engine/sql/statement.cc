#include "engine/sql/statement.h"

#include <iterator>

namespace strata::sql {

Statements one(std::string text) {
  Statements statements(1);
  statements.front().text = std::move(text);
  return statements;
}

void append(Statements& statements, Statements more) {
  statements.insert(statements.end(), std::make_move_iterator(more.begin()),
                    std::make_move_iterator(more.end()));
}

Location place_of(const Statement& statement, std::size_t offset) {
  if (!statement.source) return statement.at;
  const Source& source = *statement.source;
  return within(source.at, source.style, source.text, statement.source_offset + offset);
}

}  // namespace strata::sql
