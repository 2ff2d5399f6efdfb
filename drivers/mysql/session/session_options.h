// From an address, in the words of both JDBC drivers or the native ones, to the connector's
// options. Pure functions.
#pragma once

#include <string>

#include <cppconn/connection.h>

#include "engine/driver/driver.h"

namespace strata::mysql {

// `database` may be empty. With the password in it: never to be printed.
::sql::ConnectOptionsMap session_options(const driver::ConnectOptions& wanted,
                                         const driver::Endpoint& endpoint,
                                         const std::string& database);

// Whether the address forbids a session without TLS.
bool requires_tls(const driver::Url& url);

}  // namespace strata::mysql
