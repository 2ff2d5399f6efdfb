#include "cmd/password.h"

#include <bsd/readpassphrase.h>

#include <array>

#include <fmt/format.h>

#include "engine/base/error.h"

namespace strata::cmd {

std::string ask_for_password(const std::string& display_url) {
  constexpr std::size_t kLongest = 1024;
  std::array<char, kLongest> buffer{};
  const std::string prompt = fmt::format("Password for {}: ", display_url);
  if (readpassphrase(prompt.c_str(), buffer.data(), buffer.size(), RPP_REQUIRE_TTY) == nullptr) {
    throw Error(ErrorKind::Usage, "--prompt-password: there is no terminal to ask on")
        .with_hint("give it in STRATA_PASSWORD or with --password-file");
  }
  return buffer.data();
}

}  // namespace strata::cmd
