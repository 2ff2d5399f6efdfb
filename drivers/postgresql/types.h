// Changelog types in PostgreSQL's words. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace strata::postgresql {

enum class Numbering : std::uint8_t { None, Identity, Serial };

// Throws Error(Changelog) for a precision that PostgreSQL does not have.
std::string type_name(std::string_view written, Numbering numbering);

}  // namespace strata::postgresql
