// Words that PostgreSQL (and with it the reference) does not take as names without quotes.
#pragma once

#include <span>
#include <string_view>

namespace strata::postgresql {

// Sorted, upper case.
std::span<const std::string_view> reserved_words();

}  // namespace strata::postgresql
