// Turns the rows of a file into values or statements, some rows at a time, so that memory does not
// grow with the file. Not thread-safe.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/base/csv.h"
#include "engine/model/changes_load.h"
#include "engine/sql/dialect.h"
#include "engine/sql/load_column.h"

namespace strata::sql {

// For scripts, the statements are those of the reference; for databases, many rows go into each.
enum class LoadStyle : std::uint8_t { AsReference, Fast };

class LoadRows {
 public:
  // Types that the changelog leaves open are taken from the table, where the target knows it.
  // Throws Error(Changelog), placed in the file, for a header that does not fit. The change, the
  // dialect and the target's schema must outlive it.
  LoadRows(const Dialect& dialect, const model::LoadData& change, const Target& target,
           LoadStyle style);
  LoadRows(const Dialect& dialect, const model::LoadUpdateData& change, const Target& target,
           LoadStyle style);

  // Reads the whole file, and starts again. Throws Error(Changelog) with all bad rows (the first
  // 20), each with its line; so does what follows.
  void check();

  // Puts the statements for the next rows (there may be none for them) in the place of what is
  // there; false at the end.
  bool next(Statements& statements);

  // Where each of the rows in these statements starts.
  const std::vector<std::uint32_t>& lines() const { return lines_; }

  // Or row by row, as values.
  bool next(Row& row);
  // Whether a row says all there is to say with its values.
  bool is_plain(const Row& row) const;
  // What to do with plain rows.
  RowsForm form() const;
  // For rows that are not plain, or that a database wants to have as statements.
  Statements statements(const Row& row) const;

  const std::string& path() const { return change_.data->path; }
  // Where the last row starts, from 1.
  std::size_t line() const { return reader_->line(); }

 private:
  void open();
  void read_header();
  void assign_columns(const std::vector<std::string>& headers);
  const model::Column* config_for(std::size_t index, std::string_view header) const;
  std::optional<schema::Table> table() const;
  void find_keys();
  // The first line is the header, whatever it starts with.
  bool next_fields(std::vector<std::string>& fields, bool is_header = false);
  void convert(const std::vector<std::string>& fields, Row& row);
  std::vector<std::string> literals(const Row& row) const;
  Upsert upsert(std::vector<std::string> values) const;
  bool next_inserts(Statements& statements);
  bool next_upserts(Statements& statements);
  bool is_full(std::size_t rows, std::size_t size) const;
  void report(std::string message);
  [[noreturn]] void fail(const std::string& message) const;
  void throw_if_bad();

  const Dialect& dialect_;
  const model::LoadData& change_;
  const model::LoadUpdateData* update_ = nullptr;
  Target target_;
  LoadStyle style_;
  std::string comment_;
  std::string table_;
  std::unique_ptr<std::istream> in_;
  std::unique_ptr<CsvReader> reader_;
  std::vector<model::Column> configs_;  // of the changelog, and one for each other header
  std::vector<LoadColumn> columns_;     // by place in the file
  std::vector<std::string> names_;      // quoted, without those that are skipped
  std::vector<std::size_t> keys_;       // places among these
  std::vector<std::size_t> updates_;
  std::vector<std::uint32_t> lines_;
  std::vector<Diagnostic> bad_;
};

}  // namespace strata::sql
