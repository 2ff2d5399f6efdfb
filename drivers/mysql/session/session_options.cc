#include "drivers/mysql/session/session_options.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "engine/base/text.h"

namespace strata::mysql {
namespace {

constexpr int kDefaultPort = 3306;
constexpr int kConnectSeconds = 10;
constexpr int kMillisecondsPerSecond = 1000;

std::optional<int> number(const driver::Url& url, std::string_view name) {
  const std::optional<std::string> text = driver::parameter(url, name);
  int value = 0;
  if (!text) return std::nullopt;
  const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), value);
  return failed == std::errc() ? std::optional(value) : std::nullopt;
}

// The first of several spellings of a parameter; "" if none is there.
template <typename... Names>
std::string first_of(const driver::Url& url, Names... names) {
  for (const std::string_view name : {std::string_view(names)...}) {
    if (std::optional<std::string> value = driver::parameter(url, name)) return *value;
  }
  return "";
}

bool is_true(const std::string& text) { return equals_ignore_case(text, "true") || text == "1"; }

// "VERIFY_CA", "verify-ca" and so on in one spelling.
std::string tls_mode(const driver::Url& url) {
  return replace_all(to_lower(first_of(url, "sslMode", "ssl-mode", "ssl_mode")), "_", "-");
}

bool verifies_server(const driver::Url& url) {
  const std::string mode = tls_mode(url);
  return mode == "verify-ca" || mode == "verify-identity" || mode == "verify-full";
}

void add_tls(::sql::ConnectOptionsMap& options, const driver::Url& url) {
  if (requires_tls(url)) options["sslEnforce"] = true;
  if (verifies_server(url)) options["sslVerify"] = true;
  const std::array<std::pair<const char*, std::string>, 3> files = {
      {{"sslCA", first_of(url, "sslCA", "ssl-ca", "serverSslCert")},
       {"sslCert", first_of(url, "sslCert", "ssl-cert")},
       {"sslKey", first_of(url, "sslKey", "ssl-key")}}};
  for (const auto& [option, file] : files) {
    if (!file.empty()) options[option] = ::sql::SQLString(file);
  }
}

int connect_seconds(const driver::Url& url) {
  // JDBC counts milliseconds and takes 0 for no limit, as the connector does.
  if (const std::optional<int> limit = number(url, "connectTimeout")) {
    return *limit == 0 ? 0 : std::max(1, *limit / kMillisecondsPerSecond);
  }
  return number(url, "connect_timeout").value_or(kConnectSeconds);
}

void add_address(::sql::ConnectOptionsMap& options, const driver::Url& url,
                 const driver::Endpoint& endpoint) {
  const std::string given = first_of(url, "localSocket", "socket", "unix_socket");
  const std::string socket = endpoint.host.starts_with('/') ? endpoint.host : given;
  if (!socket.empty()) {
    options["hostName"] = ::sql::SQLString("unix://" + socket);
    return;
  }
  // The client library would take a socket for "localhost"; JDBC addresses mean TCP.
  const bool is_local = endpoint.host.empty() || equals_ignore_case(endpoint.host, "localhost");
  const std::string host = is_local ? "127.0.0.1" : endpoint.host;
  const bool is_ipv6 = host.find(':') != std::string::npos;
  options["hostName"] = ::sql::SQLString("tcp://" + (is_ipv6 ? "[" + host + "]" : host));
  options["port"] = endpoint.port.value_or(kDefaultPort);
}

}  // namespace

bool requires_tls(const driver::Url& url) {
  const std::string mode = tls_mode(url);
  if (mode == "required" || mode == "require" || mode == "trust" || verifies_server(url))
    return true;
  if (!mode.empty()) return false;
  // useSSL alone is a wish to MySQL's driver, an order to MariaDB's.
  return is_true(first_of(url, "requireSSL")) ||
         (url.scheme == "mariadb" && is_true(first_of(url, "useSSL")));
}

::sql::ConnectOptionsMap session_options(const driver::ConnectOptions& wanted,
                                         const driver::Endpoint& endpoint,
                                         const std::string& database) {
  ::sql::ConnectOptionsMap options;
  add_address(options, wanted.url, endpoint);
  options["userName"] = ::sql::SQLString(wanted.user);
  if (!wanted.password.empty()) options["password"] = ::sql::SQLString(wanted.password);
  if (const std::string file = first_of(wanted.url, "optionFile"); !file.empty()) {
    options["readDefaultFile"] = ::sql::SQLString(file);
    options["readDefaultGroup"] = ::sql::SQLString("client");
  }
  if (!database.empty()) options["schema"] = ::sql::SQLString(database);
  options["OPT_CHARSET_NAME"] = ::sql::SQLString("utf8mb4");
  options["CLIENT_FOUND_ROWS"] = true;  // as JDBC counts: rows matched, not rows changed
  options["OPT_CONNECT_TIMEOUT"] = connect_seconds(wanted.url);
  options["OPT_RECONNECT"] = false;
  add_tls(options, wanted.url);
  return options;
}

}  // namespace strata::mysql
