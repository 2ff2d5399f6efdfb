// Changelog types and reserved words as SQLite has them. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace strata::sqlite {

std::string type_name(std::string_view written, bool auto_increment);

// Sorted, upper case.
std::span<const std::string_view> reserved_words();

}  // namespace strata::sqlite
