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

enum class Cancelled : std::uint8_t { No, Yes };  // by Connection::cancel()

Error statement_error(const ::sql::SQLException& error, std::string_view statement,
                      Cancelled cancelled);
Error connect_error(const ::sql::SQLException& error, const driver::Url& url,
                    const driver::Endpoint& endpoint, const std::string& database);

}  // namespace strata::mysql
