// From libpqxx's exceptions to Error: the boundary that no foreign exception passes.
#pragma once

#include <exception>
#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/driver/url.h"

namespace strata::postgresql {

// What the connection knows besides the exception.
struct Circumstances {
  bool session_lost = false;
  bool cancelled = false;  // by Connection::cancel()
};

Error statement_error(const std::exception& error, std::string_view statement,
                      const Circumstances& circumstances);
Error connect_error(const std::exception& error, const driver::Url& url);

}  // namespace strata::postgresql
