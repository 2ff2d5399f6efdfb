// Where changelog files come from: folders of a search path, or memory. And how their bytes become
// text.
#pragma once

#include <filesystem>
#include <functional>
#include <istream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace strata::changelog {

inline constexpr std::size_t kMegabyte = 1'000'000;
// Of a file that is read into memory, so that a pipe without end ends.
inline constexpr std::size_t kLargestFile = 500 * kMegabyte;

class Resources {
 public:
  virtual ~Resources() = default;

  // The bytes of a file; absent if there is none. Throws Error(Changelog) for what is there but
  // cannot be read.
  virtual std::optional<std::string> read(const std::string& path) const = 0;
  // Opens it again and again, also when these resources are gone; nothing if there is no such file.
  using Opener = std::function<std::unique_ptr<std::istream>()>;
  virtual Opener opener(const std::string& path) const = 0;
  // Reads as read() does, also when these resources are gone.
  using Reader = std::function<std::optional<std::string>(const std::string& path)>;
  virtual Reader reader() const = 0;
  // The files in a folder and those below it, as paths that read() takes, in the order of their
  // names; absent if there is no such folder.
  virtual std::optional<std::vector<std::string>> list(const std::string& folder) const = 0;
  // "./a, ./b": for messages about missing files.
  virtual std::string where() const = 0;
};

// Whether `../`, symbolic links and absolute paths may lead out of the folders.
enum class Reach : std::uint8_t { Anywhere, WithinFolders };

// Paths are looked up in each folder in turn, without a leading slash or `classpath:`; absolute
// ones then as they are.
class FileResources final : public Resources {
 public:
  explicit FileResources(std::vector<std::filesystem::path> folders, Reach reach = Reach::Anywhere)
      : folders_(std::move(folders)), reach_(reach) {}

  std::optional<std::string> read(const std::string& path) const override;
  Opener opener(const std::string& path) const override;
  Reader reader() const override {
    return [copy = *this](const std::string& path) { return copy.read(path); };
  }
  std::optional<std::vector<std::string>> list(const std::string& folder) const override;
  std::string where() const override;

 private:
  // Throws for a file that is there but out of reach.
  void check_reach(const std::filesystem::path& file) const;

  std::vector<std::filesystem::path> folders_;
  Reach reach_;
};

class MemoryResources final : public Resources {
 public:
  explicit MemoryResources(std::map<std::string, std::string> files) : files_(std::move(files)) {}

  std::optional<std::string> read(const std::string& path) const override;
  Opener opener(const std::string& path) const override;
  Reader reader() const override {
    return [copy = *this](const std::string& path) { return copy.read(path); };
  }
  std::optional<std::vector<std::string>> list(const std::string& folder) const override;
  std::string where() const override { return "the files given"; }

 private:
  std::map<std::string, std::string> files_;  // by normalised path
};

inline constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
bool has_utf16_mark(std::string_view bytes);

// Whether it is UTF-8 ("" is).
bool is_utf8_name(std::string_view encoding);

// The text of a file: a byte order mark decides, else the encoding's name ("" = UTF-8). Bytes that
// mean nothing become U+FFFD. Throws Error(Changelog) for an unknown encoding.
std::string decode(std::string_view bytes, std::string_view encoding);

}  // namespace strata::changelog
