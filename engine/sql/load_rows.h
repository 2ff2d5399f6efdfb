// Turns the rows of a file into statements, some rows at a time, so that memory does not grow with
// the file. Not thread-safe.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/base/csv.h"
#include "engine/model/changes_load.h"
#include "engine/sql/dialect.h"

namespace strata::sql {

class LoadRows {
 public:
  // Types that the changelog leaves open are taken from the table, where the target knows it.
  // Throws Error(Changelog), placed in the file, for a header that does not fit. The change, the
  // dialect and the target's schema must outlive it.
  LoadRows(const Dialect& dialect, const model::LoadData& change, const Target& target,
           std::size_t rows_per_statement);
  LoadRows(const Dialect& dialect, const model::LoadUpdateData& change, const Target& target,
           std::size_t rows_per_statement);

  // Puts the statements for the next rows (there may be none for them) in the place of what is
  // there; false at the end. Throws Error(Changelog) with all bad rows of
  // the file (the first 20), each with its line.
  bool next(Statements& statements);

 private:
  enum class Kind : std::uint8_t {
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
  struct Slot {
    Kind kind = Kind::Unknown;
    std::string name;
    std::string quoted;
    const model::Column* config = nullptr;
    bool is_key = false;
  };

  void read_header();
  void resolve_kinds();
  const model::Column* config_for(std::size_t index, const std::string& header) const;
  static Kind kind_named(const model::Text& type);
  Kind kind_of_type(const std::string& type) const;
  bool next_row(std::vector<std::string>& fields);
  // As SQL; none for a bad row. False at the end.
  bool next_values(std::vector<std::string>& values);
  // Absent values become NULL, bad ones are reported.
  std::string value(const Slot& slot, const std::string& text);
  std::string typed_value(const Slot& slot, const std::string& text);
  std::string default_value(const Slot& slot) const;
  bool next_inserts(Statements& statements);
  bool next_upserts(Statements& statements);
  void find_keys();
  Upsert upsert(std::vector<std::string> values) const;
  void report(std::string message);
  [[noreturn]] void fail(const std::string& message) const;
  void throw_if_bad();

  const Dialect& dialect_;
  const model::LoadData& change_;
  const model::LoadUpdateData* update_ = nullptr;
  Target target_;
  std::size_t rows_per_statement_;
  std::string comment_;
  std::string table_;
  std::unique_ptr<std::istream> in_;
  std::unique_ptr<CsvReader> reader_;
  std::vector<Slot> slots_;           // by place in the file
  std::vector<std::string> columns_;  // of the rows, quoted
  std::vector<Diagnostic> bad_;
};

}  // namespace strata::sql
