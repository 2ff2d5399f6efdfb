// Reads separated values as the reference's library (opencsv, RFC4180Parser) does, including what
// it makes of quotes in odd places. Streams: one row at a time. Not thread-safe.
#pragma once

#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <vector>

namespace strata {

struct CsvForm {
  char separator = ',';
  char quote = '"';  // 0: none
};

class CsvReader {
 public:
  // The stream (UTF-8, with or without a byte order mark) must outlive it.
  CsvReader(std::istream& in, CsvForm form) : in_(in), form_(form) {}

  // The next row; false at the end. A quoted field may hold line ends. Throws Error(Changelog) when
  // the text ends inside quotes.
  bool next(std::vector<std::string>& fields);

  // Where the row that next() gave last starts, from 1.
  std::size_t line() const { return row_line_; }

 private:
  bool read_line(std::string& line);
  // Cuts a line; what is left open goes to `pending_`.
  void cut(const std::string& line, std::vector<std::string>& fields);
  std::size_t quoted_end(const std::string& line, std::size_t begin) const;
  bool is_open(const std::string& field) const;
  std::string unquoted(std::string field) const;

  std::istream& in_;
  CsvForm form_;
  std::size_t lines_ = 0;
  std::size_t row_line_ = 0;
  std::string read_;  // the last line
  std::optional<std::string> pending_;
};

}  // namespace strata
