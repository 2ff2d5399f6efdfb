// Values and forms of rows that are loaded, in no database's words. Plain data.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/value.h"

namespace strata::sql {

struct RowValue {
  enum class Kind : std::uint8_t { Null, Text, Number, Boolean, Moment, Bytes, Expression };

  Kind kind = Kind::Null;
  std::string text;      // "1.50", "true", "2020-01-02 03:04:05"; SQL for an expression
  model::Moment moment;  // of Kind::Moment

  bool operator==(const RowValue&) const = default;
};

using Row = std::vector<RowValue>;

// What is done with each of many rows, for connections that take the rows as values.
struct RowsForm {
  std::string table;                 // as it stands in SQL
  std::vector<std::string> columns;  // of all rows, as they stand in SQL
  // Places among the columns: what tells rows apart (nothing: the rows are only inserted), and what
  // is changed in rows that are there.
  std::vector<std::size_t> keys;
  std::vector<std::size_t> updates;
  bool inserts = true;
  bool removes = false;  // the rows with these keys are deleted
  // The same for one row, with ?1, ?2 and so on for its values.
  std::vector<std::string> statements;
};

}  // namespace strata::sql
