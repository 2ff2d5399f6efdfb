#include "drivers/postgresql/session/connection_string.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "engine/base/text.h"

namespace strata::postgresql {
namespace {

constexpr std::string_view kConnectSeconds = "10";  // pgjdbc's default
constexpr int kDefaultPort = 5432;

struct Renamed {
  std::string_view jdbc;
  std::string_view libpq;
};

// Parameters of pgjdbc 42 that libpq has under another name. The others of its own mean nothing
// here.
constexpr std::array<Renamed, 15> kRenamed = {{
    {"applicationName", "application_name"},
    {"connectTimeout", "connect_timeout"},
    {"loginTimeout", "connect_timeout"},
    {"options", "options"},
    {"sslmode", "sslmode"},
    {"sslcert", "sslcert"},
    {"sslkey", "sslkey"},
    {"sslrootcert", "sslrootcert"},
    {"sslpassword", "sslpassword"},
    {"gssEncMode", "gssencmode"},
    {"channelBinding", "channel_binding"},
    {"kerberosServerName", "krbsrvname"},
    {"service", "service"},
    {"targetServerType", "target_session_attrs"},
    {"tcpKeepAlive", "keepalives"},
}};

constexpr std::array<Renamed, 8> kServerTypes = {{
    {"any", "any"},
    {"primary", "primary"},
    {"master", "primary"},
    {"secondary", "standby"},
    {"slave", "standby"},
    {"preferSecondary", "prefer-standby"},
    {"preferSlave", "prefer-standby"},
    {"preferPrimary", "any"},
}};

template <std::size_t kSize>
std::string_view renamed(const std::array<Renamed, kSize>& names, std::string_view jdbc) {
  const auto found = std::find_if(names.begin(), names.end(), [&](const Renamed& name) {
    return equals_ignore_case(name.jdbc, jdbc);
  });
  return found == names.end() ? std::string_view() : found->libpq;
}

using Settings = std::map<std::string, std::string, std::less<>>;

std::string libpq_value(std::string_view name, const std::string& value) {
  if (name == "target_session_attrs") return std::string(renamed(kServerTypes, value));
  if (name == "keepalives") return equals_ignore_case(value, "true") ? "1" : "0";
  // pgjdbc waits for ever at 0; so does libpq.
  return value;
}

// ssl=true without sslmode checks the certificate, unless the factory that does not is asked for.
void add_jdbc_ssl(Settings& settings, const driver::Url& url) {
  const auto ssl = driver::parameter(url, "ssl");
  if (settings.count("sslmode") > 0 || !ssl || (!ssl->empty() && !equals_ignore_case(*ssl, "true")))
    return;
  const std::string factory = driver::parameter(url, "sslfactory").value_or("");
  settings["sslmode"] = factory.ends_with("NonValidatingFactory") ? "require" : "verify-full";
}

void add_parameters(Settings& settings, const driver::Url& url) {
  for (const auto& [name, value] : url.parameters) {
    if (equals_ignore_case(name, "currentSchema")) continue;
    if (!url.jdbc) {
      settings[name] = value;
      continue;
    }
    const std::string_view libpq = renamed(kRenamed, name);
    const std::string translated = libpq_value(libpq, value);
    if (!libpq.empty() && !translated.empty())
      settings.insert_or_assign(std::string(libpq), translated);
  }
  if (url.jdbc) add_jdbc_ssl(settings, url);
}

void add_endpoints(Settings& settings, const driver::Url& url) {
  std::vector<std::string> hosts;
  std::vector<std::string> ports;
  for (const driver::Endpoint& endpoint : driver::endpoints(url)) {
    // pgjdbc knows no sockets.
    hosts.push_back(endpoint.host.empty() && url.jdbc ? "localhost" : endpoint.host);
    ports.push_back(endpoint.port ? std::to_string(*endpoint.port) : "");
  }
  const std::string host = fmt::format("{}", fmt::join(hosts, ","));
  const std::string port = fmt::format("{}", fmt::join(ports, ","));
  if (!host.empty()) settings["host"] = host;
  if (port.find_first_not_of(',') != std::string::npos) settings["port"] = port;
}

std::string quoted(std::string_view value) {
  return "'" + replace_all(replace_all(std::string(value), "\\", "\\\\"), "'", "\\'") + "'";
}

}  // namespace

std::string connection_string(const driver::ConnectOptions& options) {
  Settings settings;
  settings["connect_timeout"] = kConnectSeconds;
  settings["application_name"] = options.application_name;
  add_endpoints(settings, options.url);
  if (!options.url.database.empty()) settings["dbname"] = options.url.database;
  add_parameters(settings, options.url);
  if (!options.user.empty()) settings["user"] = options.user;
  if (!options.password.empty()) settings["password"] = options.password;
  settings["client_encoding"] = "UTF8";
  std::string text;
  for (const auto& [name, value] : settings) {
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, quoted(value));
  }
  return text;
}

std::string server_name(const driver::Url& url) {
  if (url.host.empty() && !url.jdbc) return "its local socket";
  std::vector<std::string> names;
  for (const driver::Endpoint& endpoint : driver::endpoints(url)) {
    names.push_back(driver::to_string(endpoint, kDefaultPort));
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace strata::postgresql
