#include "engine/sql/statement.h"

#include <algorithm>
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

Location place_in(const Source& source, std::size_t offset) {
  const std::string& text = source.written ? source.written->text : source.text;
  if (source.written) offset = written_offset(*source.written, offset);
  if (source.lines) return within(source.at, *source.lines, text, offset);
  return within(source.at, source.style, text, offset);
}

Location place_of(const Statement& statement, std::size_t offset) {
  if (!statement.source) return statement.at;
  const auto next = std::find_if(statement.shifts.begin(), statement.shifts.end(),
                                 [&](const Shift& shift) { return shift.from > offset; });
  const std::size_t by = next == statement.shifts.begin() ? 0 : std::prev(next)->by;
  return place_in(*statement.source, statement.source_offset + offset + by);
}

Location place_of_row(const Statement& statement, std::size_t line) {
  if (!statement.source || !statement.rows) return statement.at;
  const std::string& text = statement.rows->text;
  std::size_t at = 0;
  for (; line > 0 && at < text.size(); --line)
    at = std::min(text.find('\n', at), text.size() - 1) + 1;
  return place_in(*statement.source, statement.rows->offset + at);
}

}  // namespace strata::sql
