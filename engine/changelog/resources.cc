#include "engine/changelog/resources.h"

#include <fstream>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/path.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/changelog/converter.h"

namespace strata::changelog {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> read_file(const fs::path& file) {
  std::error_code failed;
  const fs::file_status status = fs::status(file, failed);
  if (!fs::exists(status)) return std::nullopt;
  if (fs::is_directory(status)) {
    throw Error(ErrorKind::Changelog, fmt::format("{} is a folder, not a file", file.string()));
  }
  if (fs::is_character_file(status) || fs::is_block_file(status)) {
    throw Error(ErrorKind::Changelog, fmt::format("{} is a device, not a file", file.string()));
  }
  std::ifstream in(file, std::ios::binary);
  if (!in.is_open())
    throw Error(ErrorKind::Changelog, fmt::format("cannot open {}: no permission?", file.string()));
  std::string bytes;
  while (in.good()) {
    constexpr std::size_t kBlock = 1 << 18;
    const std::size_t before = bytes.size();
    bytes.resize(before + kBlock);
    in.read(bytes.data() + before, kBlock);
    bytes.resize(before + static_cast<std::size_t>(in.gcount()));
    if (bytes.size() > kLargestFile) {
      throw Error(ErrorKind::Changelog,
                  fmt::format("{} is larger than {} MB", file.string(), kLargestFile / kMegabyte));
    }
  }
  if (!in.eof()) throw Error(ErrorKind::Changelog, fmt::format("cannot read {}", file.string()));
  bytes.shrink_to_fit();
  return bytes;
}

bool is_within(const fs::path& file, const fs::path& folder) {
  const fs::path relative = file.lexically_relative(folder);
  return !relative.empty() && *relative.begin() != "..";
}

}  // namespace

void FileResources::check_reach(const fs::path& file) const {
  std::error_code failed;
  if (reach_ == Reach::Anywhere || !fs::exists(file, failed)) return;
  const fs::path real = fs::canonical(file);
  for (const fs::path& folder : folders_) {
    const fs::path root = fs::canonical(folder, failed);
    if (!failed && is_within(real, root)) return;
  }
  throw Error(ErrorKind::Changelog,
              fmt::format("{} leads out of the search path, to {}", file.string(), real.string()))
      .with_hint("with --restrict-paths, files are only read from the folders of --search-path");
}

std::optional<std::string> FileResources::read(const std::string& path) const {
  const std::string relative = normalize_path(path);
  for (const fs::path& folder : folders_) {
    check_reach(folder / relative);
    if (auto bytes = read_file(folder / relative)) return bytes;
  }
  if (!fs::path(path).is_absolute()) return std::nullopt;
  check_reach(path);
  return read_file(path);
}

Resources::Opener FileResources::opener(const std::string& path) const {
  const auto open = [](const fs::path& file) -> Opener {
    return [file]() -> std::unique_ptr<std::istream> {
      auto in = std::make_unique<std::ifstream>(file, std::ios::binary);
      if (!in->is_open()) {
        throw Error(ErrorKind::Changelog,
                    fmt::format("cannot open {}: no permission?", file.string()));
      }
      return in;
    };
  };
  const std::string relative = normalize_path(path);
  for (const fs::path& folder : folders_) {
    check_reach(folder / relative);
    if (fs::is_regular_file(folder / relative)) return open(fs::absolute(folder / relative));
  }
  if (fs::path(path).is_absolute()) check_reach(path);
  if (fs::path(path).is_absolute() && fs::is_regular_file(path)) return open(path);
  return {};
}

// Each of the search path's folders may hold a part of the folder.
std::optional<std::vector<std::string>> FileResources::list(const std::string& folder) const {
  const std::string relative = normalize_path(folder);
  std::set<std::string> found;
  bool exists = false;
  for (const fs::path& root : folders_) {
    const fs::path start = root / relative;
    std::error_code failed;
    if (!fs::is_directory(start, failed)) continue;
    exists = true;
    check_reach(start);
    for (fs::recursive_directory_iterator
             at(start, fs::directory_options::follow_directory_symlink, failed),
         end;
         !failed && at != end; at.increment(failed)) {
      if (!at->is_regular_file()) continue;
      check_reach(at->path());
      found.insert(at->path().lexically_normal().lexically_relative(root.lexically_normal()));
    }
    if (failed) {
      throw Error(ErrorKind::Changelog,
                  fmt::format("cannot read {}: {}", start.string(), failed.message()));
    }
  }
  if (!exists) return std::nullopt;
  return std::vector<std::string>(found.begin(), found.end());
}

std::string FileResources::where() const {
  std::string text;
  for (const fs::path& folder : folders_) text += (text.empty() ? "" : ", ") + folder.string();
  return text;
}

std::optional<std::string> MemoryResources::read(const std::string& path) const {
  const auto found = files_.find(normalize_path(path));
  if (found == files_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::vector<std::string>> MemoryResources::list(const std::string& folder) const {
  std::string prefix = normalize_path(folder);
  if (!prefix.empty() && !prefix.ends_with('/')) prefix += '/';
  std::vector<std::string> found;
  for (const auto& [path, text] : files_) {
    if (path.starts_with(prefix)) found.push_back(path);
  }
  return found.empty() ? std::nullopt : std::optional(std::move(found));
}

Resources::Opener MemoryResources::opener(const std::string& path) const {
  auto text = read(path);
  if (!text) return {};
  return [text = std::make_shared<const std::string>(std::move(*text))] {
    return std::make_unique<std::istringstream>(*text);
  };
}

bool is_utf8_name(std::string_view encoding) {
  return encoding.empty() || equals_ignore_case(encoding, "utf-8") ||
         equals_ignore_case(encoding, "utf8");
}

bool has_utf16_mark(std::string_view bytes) {
  return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
}

std::string decode(std::string_view bytes, std::string_view encoding) {
  if (bytes.starts_with(kUtf8Mark)) return repair_utf8(bytes.substr(kUtf8Mark.size()));
  if (has_utf16_mark(bytes)) return Converter("UTF-16").convert(bytes, true);
  return is_utf8_name(encoding) ? repair_utf8(bytes)
                                : Converter(std::string(encoding)).convert(bytes, true);
}

}  // namespace strata::changelog
