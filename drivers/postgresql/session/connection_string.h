// From an address, in JDBC's words or libpq's, to libpq's connection string. Pure functions.
#pragma once

#include <string>

#include "engine/driver/driver.h"

namespace strata::postgresql {

// With the password in it: never to be printed.
std::string connection_string(const driver::ConnectOptions& options);

// "127.0.0.1:5432", for texts.
std::string server_name(const driver::Url& url);

}  // namespace strata::postgresql
