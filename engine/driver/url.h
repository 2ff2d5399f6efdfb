// Database addresses in the forms users have: jdbc:, native, offline:. Pure functions.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace strata::driver {

// An address in parts. Parameter names keep their case; percent escapes are resolved.
struct Url {
  std::string scheme;  // "postgresql", "mysql", "mariadb", "sqlite", "offline", without "jdbc:"
  bool jdbc = false;
  std::string host;  // empty = local default; a path for sockets; "h1:5433,h2" where several
  std::optional<int> port;
  std::string
      database;  // for sqlite the file's path (or ":memory:"), for offline the dialect's name
  std::optional<std::string> user;
  std::optional<std::string> password;
  std::map<std::string, std::string> parameters;  // without user and password
};

struct Endpoint {
  std::string host;
  std::optional<int> port;

  bool operator==(const Endpoint&) const = default;
};

// The host and port of an address; more than one where it names several servers. Never empty.
std::vector<Endpoint> endpoints(const Url& url);

// "db:5432", "[::1]:5432", or the path of a socket, for texts.
std::string to_string(const Endpoint& endpoint, int default_port);

// The value of a parameter, whose name is compared ignoring ASCII case; absent if there is none.
std::optional<std::string> parameter(const Url& url, std::string_view name);

// Throws Error(Usage) with a hint (what the forms look like) for texts that are no address. The
// message never contains the password. Besides the known databases, those of `further` drivers have
// addresses: scheme://user:password@host:port/database, or scheme:file where no // follows.
Url parse_url(std::string_view text, std::span<const std::string_view> further = {});

// The text with every secret replaced by "*****": passwords in user info and parameters such as
// password=. Works on broken addresses too, as it must be safe for error messages.
std::string redacted(std::string_view url);

}  // namespace strata::driver
