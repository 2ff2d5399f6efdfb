#include "engine/sql/statement.h"

namespace strata::sql {

Location place_of(const Statement& statement, std::size_t offset) {
  if (!statement.source) return statement.at;
  const Source& source = *statement.source;
  return within(source.at, source.style, source.text, statement.source_offset + offset);
}

}  // namespace strata::sql
