// Errors as users read them. Pure.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace strata {

// What a terminal gets around the words "error:" and "warning:".
struct Emphasis {
  std::string_view error;
  std::string_view warning;
  std::string_view end;
};

// All of an error: each mistake with its place, line and caret; the refused SQL; the hint. Ends
// with a newline.
std::string error_text(const Error& error, const Emphasis& emphasis = {});

// A warning or error with its place. Ends with a newline.
std::string diagnostic_text(const Diagnostic& diagnostic, const Emphasis& emphasis = {});

}  // namespace strata
