#include "engine/changelog/file_reader.h"

#include <thread>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/path.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/document/sql_reader.h"
#include "engine/document/xml_reader.h"

namespace strata::changelog {
namespace {

using document::Format;

// Of a changelog that is no SQL; in memory it takes about 36 times as much.
constexpr std::size_t kLargestTree = 40 * kMegabyte;

void check_size(const std::string& path, Format format, std::size_t size) {
  if (format == Format::Sql || size <= kLargestTree) return;
  throw Error(ErrorKind::Changelog,
              fmt::format("{} is larger than {} MB", path, kLargestTree / kMegabyte))
      .with_hint("cut it into files and include them; rows belong into files for loadData");
}

// Trees of files that nobody has asked for yet need memory.
std::size_t most_ahead() {
  constexpr unsigned kMost = 8;
  const unsigned cores = std::thread::hardware_concurrency();
  return cores < 2 ? 0 : std::min(cores, kMost);
}

}  // namespace

FileReader::Parsed FileReader::open(const std::string& path) const {
  std::optional<std::string> bytes = resources_.read(path);
  if (!bytes) {
    throw Error(ErrorKind::Changelog, fmt::format("{} does not exist", path))
        .with_hint(fmt::format("looked in: {}", resources_.where()));
  }
  check_size(path, document::format_of(path), bytes->size());
  const std::string encoding = document::declared_encoding(*bytes).value_or("");
  if (has_utf16_mark(*bytes) || !is_utf8_name(encoding)) *bytes = decode(*bytes, encoding);
  // SQL may hold anything; what is no UTF-8 becomes U+FFFD, as in the reference.
  const bool is_sql = to_lower(path).ends_with(".sql");
  const bool is_repaired = is_sql && repair_utf8(*bytes) != *bytes;
  if (is_repaired) *bytes = decode(*bytes, "");
  Parsed opened;
  opened.file.source = &sources_.add(normalize_path(path), std::move(*bytes));
  if (is_repaired) {
    opened.diagnostics.warning(
        {opened.file.source, 1, 1, 0},
        fmt::format("{} is not valid UTF-8: what is not is read as U+FFFD", path),
        "save it as UTF-8");
  }
  return opened;
}

void FileReader::parse(Parsed& opened, Format format) {
  const SourceFile& source = *opened.file.source;
  opened.file.is_plain_sql = format == Format::Sql && !document::is_formatted_sql(source.text());
  opened.file.tree = document::read(source, format, opened.diagnostics);
}

void FileReader::expect(const std::vector<std::string>& paths) {
  expected_.insert(expected_.begin(), paths.begin(), paths.end());
  start_next();
}

void FileReader::start_next() {
  while (!expected_.empty() && started_.size() < most_ahead()) {
    const std::string path = std::move(expected_.front());
    expected_.pop_front();
    if (started_.contains(path)) continue;
    try {
      started_.emplace(
          path, std::async(std::launch::async,
                           [opened = open(path), format = document::format_of(path)]() mutable {
                             parse(opened, format);
                             return std::move(opened);
                           }));
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
      // Who asks for it will hear of it; or, where there is no thread to be had, reads it.
    }
  }
}

std::optional<ReadFile> FileReader::read(const std::string& path, const Location& wanted_at) {
  try {
    Parsed parsed;
    if (const auto found = started_.find(path); found != started_.end()) {
      std::future<Parsed> ahead = std::move(found->second);
      started_.erase(found);
      start_next();
      parsed = ahead.get();
    } else {
      std::erase(expected_, path);
      parsed = open(path);
      parse(parsed, document::format_of(path));
    }
    for (const Diagnostic& one : parsed.diagnostics.all()) diagnostics_.add(one);
    return std::move(parsed.file);
  } catch (const Error& error) {
    report(wanted_at, error.what(), error.hint());
    return std::nullopt;
  }
}

void FileReader::report(const Location& at, const std::string& message, const std::string& hint) {
  if (at) return diagnostics_.error(at, message, hint);
  Diagnostic mistake;
  mistake.message = message;
  mistake.hint = hint;
  diagnostics_.add(std::move(mistake));
}

}  // namespace strata::changelog
