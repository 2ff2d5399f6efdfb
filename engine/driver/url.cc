#include "engine/driver/url.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "engine/base/edit_distance.h"
#include "engine/base/error.h"
#include "engine/base/text.h"

namespace strata::driver {
namespace {

constexpr std::array<std::string_view, 5> kSchemes = {"postgresql", "mysql", "mariadb", "sqlite",
                                                      "offline"};
constexpr std::array<std::string_view, 4> kJdbcSchemes = {"postgresql", "mysql", "mariadb",
                                                          "sqlite"};
constexpr std::string_view kForms =
    "for example jdbc:postgresql://localhost:5432/shop, jdbc:mysql://localhost/shop, "
    "jdbc:mariadb://localhost/shop, jdbc:sqlite:shop.db, postgresql://user@host/shop, "
    "sqlite:shop.db, offline:postgresql";
constexpr int kHighestPort = 65535;

// Databases that users of the reference may come with.
struct Foreign {
  std::string_view scheme;
  std::string_view product;
};
constexpr std::array<Foreign, 18> kForeign = {{
    {"oracle", "Oracle"},
    {"sqlserver", "SQL Server"},
    {"jtds", "SQL Server"},
    {"mssql", "SQL Server"},
    {"db2", "Db2"},
    {"h2", "H2"},
    {"hsqldb", "HSQLDB"},
    {"derby", "Derby"},
    {"firebird", "Firebird"},
    {"firebirdsql", "Firebird"},
    {"informix-sqli", "Informix"},
    {"sybase", "Sybase"},
    {"snowflake", "Snowflake"},
    {"redshift", "Redshift"},
    {"bigquery", "BigQuery"},
    {"databricks", "Databricks"},
    {"mongodb", "MongoDB"},
    {"duckdb", "DuckDB"},
}};

class Parser {
 public:
  Parser(std::string_view text, std::span<const std::string_view> further)
      : whole_(text), rest_(trim(text)), further_(further) {}

  Url parse();

 private:
  [[noreturn]] void fail(const std::string& what, std::string hint = std::string(kForms)) const {
    throw Error(ErrorKind::Usage, fmt::format("wrong URL '{}': {}", redacted(whole_), what))
        .with_hint(std::move(hint));
  }

  void read_scheme();
  void check_scheme() const;
  void read_parameters();
  void read_server();
  void read_sub_protocol() const;
  void read_user(std::string_view user_info);
  void read_hosts(std::string_view hosts);
  Endpoint read_endpoint(std::string_view text) const;
  int read_port(std::string_view text) const;
  void read_file();
  void read_offline();
  void take_credentials();
  std::string decoded(std::string_view text, std::string_view what) const;

  std::string_view whole_;
  std::string_view rest_;
  std::span<const std::string_view> further_;
  Url url_;
};

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = ascii_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Absent for a broken escape.
std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = hex_value(text[i + 1]);
    const int low = hex_value(text[i + 2]);
    if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

std::string Parser::decoded(std::string_view text, std::string_view what) const {
  std::optional<std::string> out = percent_decoded(text);
  if (!out) fail(fmt::format("broken percent escape in the {}", what), "write a % itself as %25");
  return *out;
}

void Parser::read_scheme() {
  constexpr std::string_view kJdbc = "jdbc:";
  if (starts_with_ignore_case(rest_, kJdbc)) {
    url_.jdbc = true;
    rest_.remove_prefix(kJdbc.size());
  }
  const auto in_scheme = [](char c) {
    const char lower = ascii_lower(c);
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' ||
           c == '.';
  };
  const std::size_t end = static_cast<std::size_t>(
      std::find_if_not(rest_.begin(), rest_.end(), in_scheme) - rest_.begin());
  if (end == 0 || end == rest_.size() || rest_[end] != ':') {
    fail("it does not begin with the kind of database");
  }
  url_.scheme = to_lower(rest_.substr(0, end));
  rest_.remove_prefix(end + 1);
  if (url_.scheme == "postgres" && !url_.jdbc) url_.scheme = "postgresql";
}

void Parser::check_scheme() const {
  const std::span<const std::string_view> known =
      url_.jdbc ? std::span<const std::string_view>(kJdbcSchemes) : kSchemes;
  if (std::find(known.begin(), known.end(), url_.scheme) != known.end()) return;
  if (std::find(further_.begin(), further_.end(), url_.scheme) != further_.end()) return;
  for (const Foreign& foreign : kForeign) {
    if (foreign.scheme != url_.scheme) continue;
    fail(fmt::format("{} is not supported", foreign.product),
         "supported are PostgreSQL, MySQL, MariaDB and SQLite; " + std::string(kForms));
  }
  if (url_.scheme == "offline") fail("offline: has no jdbc: form", "offline:postgresql");
  const std::string hint = did_you_mean(url_.scheme, known);
  fail(fmt::format("unknown kind of database '{}'", url_.scheme),
       hint.empty() ? std::string(kForms) : hint);
}

bool is_parameter_name(std::string_view name) {
  return !name.empty() && name.find_first_of("@/:? ") == std::string_view::npos;
}

void Parser::read_parameters() {
  const std::size_t question = rest_.find('?');
  if (question == std::string_view::npos) return;
  std::string_view query = rest_.substr(question + 1);
  rest_ = rest_.substr(0, question);
  // Java's URL decoding, which PostgreSQL's JDBC driver uses, has a plus for a blank.
  const bool plus_is_blank = url_.jdbc && url_.scheme == "postgresql";
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view part = query.substr(0, end);
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    const std::string name = decoded(part.substr(0, equals), "parameters");
    std::string value(equals == std::string_view::npos ? "" : part.substr(equals + 1));
    if (plus_is_blank) std::replace(value.begin(), value.end(), '+', ' ');
    if (!is_parameter_name(name)) {
      fail("a parameter has no proper name",
           "parameters look like ?name=value&name=value; a ? in a password is written as %3F");
    }
    url_.parameters.insert_or_assign(name, decoded(value, "parameters"));
  }
}

// User and password may also come as parameters; those win, as with every driver that takes both.
void Parser::take_credentials() {
  for (auto it = url_.parameters.begin(); it != url_.parameters.end();) {
    std::optional<std::string>* target = nullptr;
    if (equals_ignore_case(it->first, "user")) target = &url_.user;
    if (equals_ignore_case(it->first, "password")) target = &url_.password;
    if (target == nullptr) {
      ++it;
      continue;
    }
    *target = it->second;
    it = url_.parameters.erase(it);
  }
}

int Parser::read_port(std::string_view text) const {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port < 1 || port > kHighestPort) {
    // What stands there may be a part of a password that is not escaped.
    fail("the port is not a number between 1 and 65535",
         "an @, :, / or ? in a user name or password is written as %40, %3A, %2F or %3F");
  }
  return port;
}

Endpoint Parser::read_endpoint(std::string_view text) const {
  Endpoint endpoint;
  std::string_view port;
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) fail("'[' without ']' in the host");
    endpoint.host = std::string(text.substr(1, close - 1));
    port = text.substr(close + 1);
    if (!port.empty() && !port.starts_with(':')) fail("text between ']' and the port");
  } else {
    const std::size_t colon = text.find(':');
    if (colon != text.rfind(':')) {
      fail("more than one ':' in the host", "an IPv6 address stands in brackets: [::1]:5432");
    }
    endpoint.host = decoded(text.substr(0, colon), "host");
    if (colon != std::string_view::npos) port = text.substr(colon);
  }
  if (port.size() > 1) endpoint.port = read_port(port.substr(1));
  return endpoint;
}

void Parser::read_hosts(std::string_view hosts) {
  if (hosts.find(',') == std::string_view::npos) {
    const Endpoint endpoint = read_endpoint(hosts);
    url_.host = endpoint.host;
    url_.port = endpoint.port;
    return;
  }
  for (const std::string& host : split_trimmed(hosts, ',')) {
    if (read_endpoint(host).host.empty()) fail("a host in the list of hosts is empty");
  }
  url_.host = std::string(hosts);
}

void Parser::read_user(std::string_view user_info) {
  const std::size_t colon = user_info.find(':');
  url_.user = decoded(user_info.substr(0, colon), "user name");
  if (colon != std::string_view::npos) {
    url_.password = decoded(user_info.substr(colon + 1), "password");
  }
}

// jdbc:mysql:loadbalance://, jdbc:mariadb:sequential:// and the like.
void Parser::read_sub_protocol() const {
  const std::size_t slashes = rest_.find("://");
  if (slashes == std::string_view::npos) return;
  const std::string_view name = rest_.substr(0, slashes);
  const bool is_word = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') || c == '-' || c == '+';
  });
  if (!is_word) return;
  fail(fmt::format("'{}:' is not supported", name),
       fmt::format("name the server that takes the writes: {}{}://host/database",
                   url_.jdbc ? "jdbc:" : "", url_.scheme));
}

void Parser::read_server() {
  read_sub_protocol();
  if (!rest_.starts_with("//")) {
    // jdbc:postgresql:shop, a database on this machine.
    const bool local_form = url_.jdbc && url_.scheme == "postgresql";
    if (!local_form || rest_.find_first_of("@:") != std::string_view::npos) {
      fail(fmt::format("'//' and a host are missing behind '{}:'", url_.scheme),
           fmt::format("{}{}://host/database", url_.jdbc ? "jdbc:" : "", url_.scheme));
    }
    while (rest_.starts_with('/')) rest_.remove_prefix(1);
    url_.database = decoded(rest_, "database name");
    return;
  }
  rest_.remove_prefix(2);
  if (rest_.starts_with('(') || starts_with_ignore_case(rest_, "address=")) {
    fail("hosts in parentheses are not supported",
         fmt::format("{}{}://host:port/database", url_.jdbc ? "jdbc:" : "", url_.scheme));
  }
  const std::size_t slash = rest_.find('/');
  std::string_view authority = rest_.substr(0, slash);
  const std::size_t at = authority.rfind('@');
  if (at != std::string_view::npos) {
    read_user(authority.substr(0, at));
    authority.remove_prefix(at + 1);
  }
  read_hosts(authority);
  if (slash != std::string_view::npos) {
    std::string_view path = rest_.substr(slash + 1);
    if (path.find('@') != std::string_view::npos) {
      fail("'@' in the database name",
           "a / in a user name or password is written as %2F, an @ in a name as %40");
    }
    while (path.ends_with('/')) path.remove_suffix(1);
    url_.database = decoded(path, "database name");
  }
}

void Parser::read_file() {
  const bool is_url = !url_.jdbc && rest_.starts_with("//");
  if (is_url) rest_.remove_prefix(2);
  url_.database = is_url ? decoded(rest_, "path") : std::string(rest_);
  if (url_.database.starts_with(":resource:")) {
    fail("resources of a Java program are not supported", "name the file: jdbc:sqlite:shop.db");
  }
  if (url_.database.empty()) {
    // To the JDBC driver no path is a database in memory.
    if (!url_.jdbc) fail("the path of the database file is missing", "sqlite:shop.db");
    url_.database = ":memory:";
  }
}

void Parser::read_offline() {
  if (rest_.starts_with("//")) rest_.remove_prefix(2);
  url_.database = to_lower(rest_);
  if (url_.database.empty()) {
    fail("the kind of database is missing", "offline:postgresql, offline:mariadb?version=10.11, …");
  }
}

Url Parser::parse() {
  if (rest_.empty()) {
    throw Error(ErrorKind::Usage, "the URL of the database is empty")
        .with_hint(std::string(kForms));
  }
  read_scheme();
  check_scheme();
  read_parameters();
  const bool is_known = std::find(kSchemes.begin(), kSchemes.end(), url_.scheme) != kSchemes.end();
  if (url_.scheme == "sqlite" || (!is_known && !rest_.starts_with("//"))) {
    read_file();
  } else if (url_.scheme == "offline") {
    read_offline();
  } else {
    read_server();
    take_credentials();
  }
  return std::move(url_);
}

}  // namespace

Url parse_url(std::string_view text, std::span<const std::string_view> further) {
  return Parser(text, further).parse();
}

std::vector<Endpoint> endpoints(const Url& url) {
  if (url.host.find(',') == std::string::npos) return {{url.host, url.port}};
  std::vector<Endpoint> found;
  for (const std::string& text : split_trimmed(url.host, ',')) {
    Endpoint endpoint{text, url.port};
    const std::size_t colon = text.rfind(':');
    const bool bracketed = text.starts_with('[');
    if (colon != std::string::npos && text.find(']', colon) == std::string::npos) {
      int port = 0;
      std::from_chars(text.data() + colon + 1, text.data() + text.size(), port);
      if (port != 0) endpoint.port = port;
      endpoint.host = text.substr(0, colon);
    }
    if (bracketed) endpoint.host = endpoint.host.substr(1, endpoint.host.find(']') - 1);
    found.push_back(std::move(endpoint));
  }
  return found;
}

std::string to_string(const Endpoint& endpoint, int default_port) {
  if (endpoint.host.starts_with('/')) return endpoint.host;
  const bool is_ipv6 = endpoint.host.find(':') != std::string::npos;
  const std::string host = endpoint.host.empty() ? "localhost" : endpoint.host;
  return fmt::format("{}{}{}:{}", is_ipv6 ? "[" : "", host, is_ipv6 ? "]" : "",
                     endpoint.port.value_or(default_port));
}

std::optional<std::string> parameter(const Url& url, std::string_view name) {
  for (const auto& [key, value] : url.parameters) {
    if (equals_ignore_case(key, name)) return value;
  }
  return std::nullopt;
}

}  // namespace strata::driver
