// What the fuzz targets have met (tests/fuzz/corpus), and mutations of it, are taken again.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "tests/fuzz/targets.h"

namespace strata::fuzz {
namespace {

namespace fs = std::filesystem;

const fs::path kCorpus = fs::path(STRATA_SOURCE_DIR) / "tests/fuzz/corpus";

std::vector<std::string> corpus(std::string_view target) {
  std::vector<fs::path> paths;
  for (const fs::directory_entry& entry : fs::directory_iterator(kCorpus / target)) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> texts;
  for (const fs::path& path : paths) {
    std::ifstream in(path, std::ios::binary);
    texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return texts;
}

// Replaces, takes out or repeats some bytes.
std::string mutated(std::string text, std::mt19937& random) {
  constexpr std::string_view kBytes =
      "<>&;:/!?-\"'[]{}()*| \n\r\t\\#,a1$=\x01\x7F\xC3\xA9\xFF\xEF\xBB\xBF";
  const auto below = [&](std::size_t limit) { return random() % limit; };
  for (std::size_t edits = 1 + below(4); edits > 0 && !text.empty(); --edits) {
    const std::size_t at = below(text.size());
    const std::size_t length = std::min(1 + below(12), text.size() - at);
    switch (below(4)) {
      case 0:
        text[at] = kBytes[below(kBytes.size())];
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(below(text.size()), text.substr(at, length));
        break;
      default:
        text.insert(at, 1, kBytes[below(kBytes.size())]);
    }
  }
  return text;
}

class Replay : public testing::TestWithParam<Target> {};

TEST_P(Replay, TakesWhatWasMet) {
  const std::vector<std::string> texts = corpus(GetParam().name);
  ASSERT_FALSE(texts.empty());
  for (const std::string& text : texts) {
    ASSERT_NO_THROW(GetParam().run(text)) << testing::PrintToString(text);
  }
}

TEST_P(Replay, TakesMutationsOfIt) {
  constexpr std::size_t kTimes = 2000;
  std::mt19937 random(1);  // the same each time
  const std::vector<std::string> texts = corpus(GetParam().name);
  for (std::size_t i = 0; i < kTimes; ++i) {
    const std::string text = mutated(texts[i % texts.size()], random);
    ASSERT_NO_THROW(GetParam().run(text)) << testing::PrintToString(text);
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, Replay, testing::ValuesIn(targets().begin(), targets().end()),
                         [](const auto& target) {
                           std::string name(target.param.name);
                           std::replace(name.begin(), name.end(), '.', '_');
                           return name;
                         });

}  // namespace
}  // namespace strata::fuzz
