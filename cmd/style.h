// Colours for people: only on a terminal, never with NO_COLOR.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error_text.h"

namespace strata::cmd {

class Style {
 public:
  // For a file descriptor (2 = standard error), by what it is and by the environment.
  static Style for_stream(int descriptor);
  static Style plain() { return Style(false, false); }

  // Whether somebody may be watching.
  bool is_terminal() const { return terminal_; }

  std::string bold(std::string_view text) const { return wrap("1", text); }
  std::string red(std::string_view text) const { return wrap("31;1", text); }
  std::string yellow(std::string_view text) const { return wrap("33", text); }
  std::string green(std::string_view text) const { return wrap("32", text); }
  // What red and yellow are, for texts made elsewhere.
  Emphasis emphasis() const;
  std::string dim(std::string_view text) const { return wrap("2", text); }

 private:
  Style(bool colour, bool terminal) : colour_(colour), terminal_(terminal) {}
  std::string wrap(std::string_view code, std::string_view text) const;

  bool colour_;
  bool terminal_;
};

}  // namespace strata::cmd
