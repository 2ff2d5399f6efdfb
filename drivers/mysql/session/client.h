// How mysql or mariadb is called for a changeset that runs with it. Pure function.
#pragma once

#include <string_view>

#include "engine/driver/client.h"
#include "engine/driver/driver.h"

namespace strata::mysql {

driver::ClientCall call_client(const driver::ConnectOptions& options, std::string_view client,
                               bool in_transaction);

}  // namespace strata::mysql
