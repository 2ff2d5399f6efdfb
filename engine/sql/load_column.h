// A column of a file that is loaded: what its texts mean. The one place where texts of files become
// values. Immutable.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/sql/dialect.h"
#include "engine/sql/row_value.h"

namespace strata::sql {

enum class LoadType : std::uint8_t {
  Unknown,
  String,
  Numeric,
  Boolean,
  Date,
  Computed,
  Sequence,
  Uuid,
  Blob,
  Clob,
  Other,
  Skip,
};

// Of the `type` in a changelog.
LoadType load_type_named(std::string_view name);
// What the reference makes of a column of that database type.
LoadType load_type_for(const std::string& database_type);

class LoadColumn {
 public:
  // `config` is what the changelog says of the column; may be nullptr. It, the dialect and the
  // file must outlive the column.
  LoadColumn(const Dialect& dialect, const Target& target, const model::DataFile& file,
             std::string name, const model::Column* config, LoadType type);

  const std::string& name() const { return name_; }
  const std::string& quoted() const { return quoted_; }
  bool is_skipped() const { return type_ == LoadType::Skip; }
  bool may_be_updated() const;

  // Throws Error(Changelog) if the text is no value of the type.
  RowValue value(const std::string& text) const;

 private:
  RowValue value_of_nothing(const std::string& text) const;
  std::optional<RowValue> fallback() const;
  RowValue typed_value(const std::string& text) const;
  RowValue bytes(const std::string& text) const;
  // Of a file that a value names.
  std::string content(const std::string& path, const std::optional<std::string>& encoding) const;
  [[noreturn]] void refuse(std::string_view text, std::string_view noun) const;

  const Dialect* dialect_;
  const model::DataFile* file_;
  Target target_;
  std::string name_;
  std::string quoted_;
  const model::Column* config_;
  LoadType type_;
  std::optional<RowValue> fallback_;
};

}  // namespace strata::sql
