// The words that need quotes to be names on MySQL and MariaDB: sorted, upper case. Constant data.
#pragma once

#include <span>
#include <string_view>

namespace strata::mysql {

std::span<const std::string_view> mysql_reserved_words();
std::span<const std::string_view> mariadb_reserved_words();

}  // namespace strata::mysql
