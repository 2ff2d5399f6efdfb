#include "drivers/mysql/session/client.h"

#include <fmt/format.h>

#include "drivers/mysql/session/session_options.h"

namespace strata::mysql {
namespace {

std::string text(const ::sql::ConnectOptionsMap& options, const char* name) {
  const auto found = options.find(name);
  const auto* value = found == options.end() ? nullptr : found->second.get<::sql::SQLString>();
  return value == nullptr ? "" : std::string(*value);
}

// The connector has its addresses as tcp://[host] and unix://path.
void add_address(std::vector<std::string>& arguments, const ::sql::ConnectOptionsMap& options) {
  constexpr std::string_view kSocket = "unix://";
  constexpr std::string_view kTcp = "tcp://";
  std::string address = text(options, "hostName");
  if (address.starts_with(kSocket)) {
    arguments.push_back("--socket=" + address.substr(kSocket.size()));
    return;
  }
  address.erase(0, kTcp.size());
  if (address.starts_with('[')) address = address.substr(1, address.size() - 2);
  arguments.push_back("--host=" + address);
  arguments.push_back(fmt::format("--port={}", *options.at("port").get<int>()));
  arguments.emplace_back("--protocol=tcp");
}

// MySQL's and MariaDB's clients differ in the words, and each ignores a "loose" one of the other.
void add_tls(std::vector<std::string>& arguments, const ::sql::ConnectOptionsMap& options) {
  const bool verifies = options.count("sslVerify") > 0;
  if (options.count("sslEnforce") > 0) {
    arguments.emplace_back("--loose-ssl");
    arguments.push_back(fmt::format("--loose-ssl-mode={}", verifies ? "VERIFY_CA" : "REQUIRED"));
  }
  if (verifies) arguments.emplace_back("--loose-ssl-verify-server-cert");
  for (const auto& [option, argument] :
       {std::pair{"sslCA", "--ssl-ca="}, {"sslCert", "--ssl-cert="}, {"sslKey", "--ssl-key="}}) {
    if (const std::string file = text(options, option); !file.empty())
      arguments.push_back(argument + file);
  }
}

}  // namespace

driver::ClientCall call_client(const driver::ConnectOptions& options, std::string_view client,
                               bool in_transaction) {
  const std::string& database =
      options.default_schema.empty() ? options.url.database : options.default_schema;
  const ::sql::ConnectOptionsMap session =
      session_options(options, driver::endpoints(options.url).front(), database);
  driver::ClientCall call;
  call.program = client;
  // A password in a file of the user's would win over the one given here.
  call.arguments = {"--no-defaults", "--batch", "--default-character-set=utf8mb4"};
  add_address(call.arguments, session);
  add_tls(call.arguments, session);
  if (!options.user.empty()) call.arguments.push_back("--user=" + options.user);
  if (!database.empty()) call.arguments.push_back("--database=" + database);
  call.environment.emplace_back("MYSQL_PWD", options.password);
  if (in_transaction) {
    call.opening = "START TRANSACTION;\n";
    call.closing = "COMMIT;\n";
  }
  call.line_mark = "at line ";
  return call;
}

}  // namespace strata::mysql
