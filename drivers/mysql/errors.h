// From the connector's exceptions to Error: the boundary that no foreign exception passes.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/driver/url.h"

namespace sql {
class SQLException;
}

namespace strata::mysql {

Error statement_error(const ::sql::SQLException& error, std::string_view statement);
Error connect_error(const ::sql::SQLException& error, const driver::Endpoint& endpoint,
                    const std::string& database);

// The byte that "... near 'text' at line n" means; absent where it is not unambiguous.
std::optional<std::size_t> offset_in(std::string_view statement, std::string_view message);

}  // namespace strata::mysql
