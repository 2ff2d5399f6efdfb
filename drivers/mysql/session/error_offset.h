// Where in a statement MySQL's and MariaDB's messages point. They give no position, only words.
// Pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace strata::mysql {

// The byte of the statement that "... near 'text' at line n" means, or where the name stands that a
// message such as "Unknown column 'name' in ..." quotes. Absent where that is ambiguous.
std::optional<std::size_t> error_offset(std::string_view statement, std::string_view message,
                                        int code);

}  // namespace strata::mysql
