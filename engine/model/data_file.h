// A file of rows that a change loads: read again when it runs, so that it need not be kept.
#pragma once

#include <functional>
#include <istream>
#include <memory>
#include <optional>
#include <string>

namespace strata::model {

struct DataFile {
  std::string path;  // as users know it
  // Its text in UTF-8, from the start. Throws Error(Changelog) if it cannot be read any more.
  std::function<std::unique_ptr<std::istream>()> open;
  std::string digest;  // of its bytes, for checksums
  // A file that a value names, beside the changelog; as text if there is an encoding ("" = UTF-8).
  // Throws Error(Changelog) if it is not there or cannot be read.
  std::function<std::string(const std::string& path, const std::optional<std::string>& encoding)>
      beside;
};

// MD5 over the bytes that count: without comment lines (those that start with `comment`), empty
// lines and carriage returns, and without line ends at both ends.
std::string data_digest(std::istream& in, std::optional<char> comment);

}  // namespace strata::model
