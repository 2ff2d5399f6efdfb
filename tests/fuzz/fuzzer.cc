// The program that `./dev fuzz` runs: libFuzzer on the target that STRATA_FUZZ_TARGET names.
#include <cstdint>
#include <cstdlib>
#include <iostream>

#include "tests/fuzz/targets.h"

namespace {

const strata::fuzz::Target& chosen() {
  const char* name = std::getenv("STRATA_FUZZ_TARGET");
  const strata::fuzz::Target* target = name ? strata::fuzz::find_target(name) : nullptr;
  if (target == nullptr) {
    std::cerr << "STRATA_FUZZ_TARGET must be one of:";
    for (const strata::fuzz::Target& one : strata::fuzz::targets()) std::cerr << ' ' << one.name;
    std::cerr << '\n';
    std::exit(2);
  }
  return *target;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const strata::fuzz::Target& kTarget = chosen();
  kTarget.run({reinterpret_cast<const char*>(data), size});
  return 0;
}
