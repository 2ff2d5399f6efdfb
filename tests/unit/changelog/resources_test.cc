#include "engine/changelog/resources.h"

#include <gtest/gtest.h>

#include <fstream>

#include "engine/base/error.h"

namespace strata::changelog {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    std::string name = fs::temp_directory_path() / "strata-resources-XXXXXX";
    path_ = mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void write(const std::string& file, std::string_view text) const {
    fs::create_directories((path_ / file).parent_path());
    std::ofstream(path_ / file, std::ios::binary) << text;
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string failure(const Resources& resources, const std::string& path) {
  try {
    resources.read(path);
  } catch (const Error& error) {
    return error.what();
  }
  return "none";
}

TEST(FileResources, LooksInEachFolderInTurn) {
  const Folder first;
  const Folder second;
  first.write("a.yaml", "first");
  second.write("a.yaml", "second");
  second.write("sub/b.yaml", "b");
  const FileResources resources({first.path(), second.path()});
  EXPECT_EQ(resources.read("a.yaml"), "first");
  EXPECT_EQ(resources.read("classpath:/sub/../sub/./b.yaml"), "b");
  EXPECT_EQ(resources.read("sub\\b.yaml"), "b");
  EXPECT_EQ(resources.read((second.path() / "a.yaml").string()), "second");
  EXPECT_EQ(resources.read("none.yaml"), std::nullopt);
  EXPECT_EQ(resources.where(), first.path().string() + ", " + second.path().string());
}

TEST(FileResources, AFolderIsNoFile) {
  const Folder folder;
  folder.write("sub/a.yaml", "");
  EXPECT_EQ(failure(FileResources({folder.path()}), "sub"),
            (folder.path() / "sub").string() + " is a folder, not a file");
}

TEST(FileResources, ADeviceIsNoFile) {
  EXPECT_EQ(failure(FileResources({"/dev"}), "zero"), "/dev/zero is a device, not a file");
}

TEST(FileResources, NothingLeadsOutOfTheFolders) {
  const Folder outside;
  const Folder folder;
  outside.write("secret.sql", "secret");
  folder.write("a.yaml", "a");
  folder.write("sub/b.yaml", "b");
  fs::create_symlink(outside.path() / "secret.sql", folder.path() / "link.sql");
  fs::create_directory_symlink(outside.path(), folder.path() / "folder");
  fs::create_symlink(folder.path() / "a.yaml", folder.path() / "inside.yaml");
  const FileResources free({folder.path()});
  const FileResources restricted({folder.path()}, Reach::WithinFolders);
  const std::string climbing = "../" + outside.path().filename().string() + "/secret.sql";
  for (const std::string& path :
       {std::string("link.sql"), std::string("folder/secret.sql"), climbing, "sub/../" + climbing,
        "sub/" + std::string("../") + climbing, (outside.path() / "secret.sql").string()}) {
    EXPECT_EQ(free.read(path), "secret") << path;
    EXPECT_NE(failure(restricted, path).find("leads out of the search path"), std::string::npos)
        << path << ": " << failure(restricted, path);
    EXPECT_THROW(restricted.opener(path), Error) << path;
  }
  EXPECT_THROW(restricted.list("folder"), Error);
  EXPECT_THROW(restricted.list("."), Error);
  EXPECT_EQ(restricted.read("sub/../a.yaml"), "a");
  EXPECT_EQ(restricted.read("inside.yaml"), "a");
  EXPECT_EQ(restricted.read((folder.path() / "sub/b.yaml").string()), "b");
  EXPECT_EQ(restricted.read("../" + folder.path().filename().string() + "x/none"), std::nullopt);
  EXPECT_EQ(restricted.list("sub"), std::vector<std::string>{"sub/b.yaml"});
}

TEST(MemoryResources, FindsNormalisedPaths) {
  const MemoryResources resources(std::map<std::string, std::string>{{"db/a.yaml", "a"}});
  EXPECT_EQ(resources.read("./db//x/../a.yaml"), "a");
  EXPECT_EQ(resources.read("a.yaml"), std::nullopt);
}

TEST(Decode, AMarkDecides) {
  EXPECT_EQ(decode("\xEF\xBB\xBFx\u00e9", "ISO-8859-1"), "x\u00e9");
  EXPECT_EQ(decode(std::string("\xFF\xFEx\0\xE9\0", 6), ""), "x\u00e9");
  EXPECT_EQ(decode(std::string("\xFE\xFF\0x\0\xE9", 6), ""), "x\u00e9");
}

TEST(Decode, ByName) {
  EXPECT_EQ(decode("x\xE9", "ISO-8859-1"), "x\u00e9");
  EXPECT_EQ(decode("x\x80", "windows-1252"), "x\u20ac");
  EXPECT_EQ(decode("x\xC3\xA9", "utf8"), "x\u00e9");
  EXPECT_THROW(decode("x", "no-such-encoding"), Error);
}

TEST(Decode, BadBytesAreReplaced) {
  EXPECT_EQ(decode("a\xFFz\xE2\x82", ""), "a\uFFFDz\uFFFD");
  EXPECT_EQ(decode("\xC0\x80", ""), "\uFFFD\uFFFD");
}

}  // namespace
}  // namespace strata::changelog
