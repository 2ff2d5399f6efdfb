// Reads changelog files into trees, and those that will be wanted next ahead of time, in other
// threads. Not thread-safe itself; of the resources, only one thread reads at a time.
#pragma once

#include <deque>
#include <future>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/base/location.h"
#include "engine/base/source_map.h"
#include "engine/changelog/resources.h"
#include "engine/document/node.h"
#include "engine/document/reader.h"

namespace strata::changelog {

struct ReadFile {
  const SourceFile* source = nullptr;
  document::Node tree;
  bool is_plain_sql = false;  // then nothing in it is a parameter
};

class FileReader {
 public:
  // The texts go to `sources`.
  FileReader(const Resources& resources, SourceMap& sources, Diagnostics& diagnostics)
      : resources_(resources), sources_(sources), diagnostics_(diagnostics) {}

  // In the order in which they will be wanted; before those that were expected already.
  void expect(const std::vector<std::string>& paths);
  // Absent if it cannot be read, which is a mistake at `wanted_at`.
  std::optional<ReadFile> read(const std::string& path, const Location& wanted_at);

 private:
  struct Parsed {
    ReadFile file;
    Diagnostics diagnostics;
  };

  // Throws Error(Changelog).
  Parsed open(const std::string& path) const;
  static void parse(Parsed& file, document::Format format);
  void start_next();
  void report(const Location& at, const std::string& message, const std::string& hint);

  const Resources& resources_;
  SourceMap& sources_;
  Diagnostics& diagnostics_;
  std::deque<std::string> expected_;
  std::map<std::string, std::future<Parsed>> started_;
};

}  // namespace strata::changelog
