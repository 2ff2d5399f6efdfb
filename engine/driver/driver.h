// What a driver is: plain data that names its URL schemes and dialects and opens connections. And
// the registry, an explicit list (no driver registers itself). Immutable after set-up, so safe to
// share.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/driver/client.h"
#include "engine/driver/connection.h"
#include "engine/driver/url.h"
#include "engine/schema/schema_view.h"
#include "engine/sql/dialect.h"

namespace strata::driver {

struct ConnectOptions {
  Url url;
  std::string user;            // --username, or the URL's; empty = the client library's default
  std::string password;        // --password, or the URL's
  std::string default_schema;  // --default-schema-name; empty = the session's own
  std::string application_name = "strata";
};

struct Driver {
  std::string_view name;
  std::span<const std::string_view> schemes;
  std::vector<const sql::Dialect*> dialects;
  // Throws Error(Connection): refused, unknown host, wrong password, no such database; without the
  // password.
  std::function<std::unique_ptr<Connection>(const ConnectOptions&)> connect;
  // A session that the embedding program has, as the client library's own type, whose lifetime
  // stays with the program; of the options only what concerns the session counts. Throws as
  // connect() does. nullptr where there is no such way.
  std::function<std::unique_ptr<Connection>(void* session, const ConnectOptions&)> adopt;
  // A schema that takes statements without a database; starts as a copy of `live`'s when there is
  // one. nullptr where only a database can tell, and `live` is nullptr.
  std::function<std::unique_ptr<schema::Simulation>(Connection* live)> simulate;
  // The client library's name and version, as it is loaded now.
  std::function<std::string()> library_version;
  // The command line clients that `runWith` may name, and how one of them is called.
  std::vector<std::string_view> clients;
  std::function<ClientCall(const ConnectOptions&, std::string_view client, bool in_transaction)>
      call_client;
};

class Registry {
 public:
  void add(Driver driver);

  // nullptr if there is none.
  const Driver* for_scheme(std::string_view scheme) const;
  const Driver* for_dialect(std::string_view dialect) const;
  const sql::Dialect* dialect(std::string_view name) const;
  const std::vector<Driver>& all() const { return drivers_; }
  std::vector<std::string_view> schemes() const;
  std::vector<std::string_view> dialects() const;

 private:
  std::vector<Driver> drivers_;
};

}  // namespace strata::driver
