#include "engine/base/csv.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"

namespace strata {

bool CsvReader::read_line(std::string& line) {
  if (!std::getline(in_, line)) return false;
  if (line.ends_with('\r')) line.pop_back();
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (lines_++ == 0 && line.starts_with(kMark)) line.erase(0, kMark.size());
  const bool is_ascii = std::all_of(line.begin(), line.end(),
                                    [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (!is_ascii) line = repair_utf8(line);
  return true;
}

bool CsvReader::next(std::vector<std::string>& fields) {
  fields.clear();
  if (!read_line(read_)) return false;
  row_line_ = lines_;
  cut(read_, fields);
  while (pending_) {
    if (!read_line(read_)) {
      throw Error(ErrorKind::Changelog,
                  fmt::format("the quoted field that starts in line {} has no end", row_line_));
    }
    const std::string whole = *std::exchange(pending_, std::nullopt) + "\n" + read_;
    cut(whole, fields);
  }
  return true;
}

// Behind the quote that ends the field; a quote ends it where a separator follows.
std::size_t CsvReader::quoted_end(const std::string& line, std::size_t begin) const {
  std::size_t quote = line.find(form_.quote, begin + 1);
  bool inside = false;
  const auto is_inner = [&] { return quote != std::string::npos && quote + 1 < line.size(); };
  while (is_inner()) {
    if (!inside && line[quote + 1] == form_.separator) return quote + 1;
    do {
      quote = line.find(form_.quote, quote + 1);
      inside = !inside;
    } while (is_inner() && line[quote + 1] == form_.quote);
  }
  return line.size();
}

bool CsvReader::is_open(const std::string& field) const {
  const char quote = form_.quote;
  const auto count = std::count(field.begin(), field.end(), quote);
  return (field.starts_with(quote) && !field.ends_with(quote)) || count % 2 != 0;
}

std::string CsvReader::unquoted(std::string field) const {
  const std::string quote(1, form_.quote);
  if (field.starts_with(quote) && field.size() > 1) {
    field.erase(0, 1);
    if (field.ends_with(quote)) field.pop_back();
  }
  return replace_all(std::move(field), quote + quote, quote);
}

void CsvReader::cut(const std::string& line, std::vector<std::string>& fields) {
  const bool has_quotes = form_.quote != '\0' && line.find(form_.quote) != std::string::npos;
  std::size_t at = 0;
  while (true) {
    const bool is_quoted = has_quotes && at < line.size() && line[at] == form_.quote;
    const std::size_t end =
        is_quoted ? quoted_end(line, at) : std::min(line.find(form_.separator, at), line.size());
    std::string field = line.substr(at, end - at);
    if (end >= line.size() && has_quotes && is_open(field)) {
      pending_ = std::move(field);
      return;
    }
    fields.push_back(has_quotes ? unquoted(std::move(field)) : std::move(field));
    if (end >= line.size()) return;
    at = end + 1;
  }
}

}  // namespace strata
