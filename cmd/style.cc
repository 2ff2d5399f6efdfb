#include "cmd/style.h"

#include <unistd.h>

#include <cstdlib>

#include <fmt/format.h>

namespace strata::cmd {

Style Style::for_stream(int descriptor) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  const bool wanted = no_color == nullptr || *no_color == '\0';
  const bool able = terminal == nullptr || std::string_view(terminal) != "dumb";
  const bool is_terminal = able && isatty(descriptor) == 1;
  return {wanted && is_terminal, is_terminal};
}

Emphasis Style::emphasis() const {
  if (!colour_) return {};
  return {"\x1b[31;1m", "\x1b[33m", "\x1b[0m"};
}

std::string Style::wrap(std::string_view code, std::string_view text) const {
  if (!colour_) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

}  // namespace strata::cmd
