// What the library shows to the programs that link it: a change of this list is a change of the
// binary interface, and is to be one that keeps what is there.
#include <cstdio>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace strata::test {
namespace {

std::set<std::string> exported() {
  const std::unique_ptr<FILE, int (*)(FILE*)> names(
      popen("nm -D --defined-only " STRATA_LIBRARY, "r"), pclose);
  std::set<std::string> found;
  std::string line;
  for (int c = 0; (c = std::fgetc(names.get())) != EOF;) {
    if (c != '\n') {
      line += static_cast<char>(c);
      continue;
    }
    // "000000000002cfc1 T strata_abi_version@@STRATA_1"
    std::istringstream words(line);
    std::string address, kind, name;
    words >> address >> kind >> name;
    found.insert(kind + " " + name);
    line.clear();
  }
  return found;
}

TEST(Symbols, AreThoseOfTheList) {
  std::ifstream list(STRATA_SOURCE_DIR "/tests/embed/symbols.txt");
  std::set<std::string> wanted;
  for (std::string line; std::getline(list, line);) wanted.insert(line);
  EXPECT_EQ(exported(), wanted);
}

}  // namespace
}  // namespace strata::test
