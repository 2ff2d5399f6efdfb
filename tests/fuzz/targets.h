// What is fuzzed: everything that takes text from outside. Each target takes any bytes, and ends
// the process (throws std::logic_error) where what came back cannot be true; that it neither
// crashes nor hangs is what the sanitizers and the fuzzer watch.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace strata::fuzz {

struct Target {
  std::string_view name;  // of the folder under tests/fuzz/corpus too
  void (*run)(std::string_view bytes);
};

std::span<const Target> targets();

// nullptr if there is none.
const Target* find_target(std::string_view name);

}  // namespace strata::fuzz
