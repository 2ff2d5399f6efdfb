#include "drivers/postgresql/session/client.h"

#include <fmt/format.h>

#include "drivers/postgresql/session/connection_string.h"
#include "engine/base/text.h"

namespace strata::postgresql {

driver::ClientCall call_client(const driver::ConnectOptions& options, std::string_view client,
                               bool in_transaction) {
  driver::ClientCall call;
  call.program = client;
  driver::ConnectOptions shown = options;
  shown.password.clear();
  call.arguments = {"--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--no-password"};
  if (in_transaction) call.arguments.emplace_back("--single-transaction");
  call.arguments.push_back("--dbname=" + connection_string(shown));
  call.arguments.emplace_back("--file=-");
  if (!options.password.empty()) call.environment.emplace_back("PGPASSWORD", options.password);
  if (!options.default_schema.empty()) {
    call.opening = fmt::format("SET search_path TO \"{}\";\n",
                               replace_all(options.default_schema, "\"", "\"\""));
  } else if (const auto path = driver::parameter(options.url, "currentSchema")) {
    call.opening = fmt::format("SET search_path TO {};\n", *path);
  }
  call.line_mark = "psql:<stdin>:";
  return call;
}

}  // namespace strata::postgresql
