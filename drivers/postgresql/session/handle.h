// The libpq connection within libpqxx's, which gives it to nobody but its connection policy: for
// what libpqxx has no words for.
#pragma once

#include <string>

#include <pqxx/pqxx>

namespace strata::postgresql {

class ConnectPolicy final : public pqxx::connect_direct {
 public:
  using connect_direct::connect_direct;

  handle do_startconnect(handle opened) override {
    raw_ = connect_direct::do_startconnect(opened);
    return raw_;
  }
  handle raw() const { return raw_; }

 private:
  handle raw_ = nullptr;
};

// Connects when it is made; throws pqxx::broken_connection.
class Handle final : public pqxx::connection_base {
 public:
  explicit Handle(const std::string& options) : connection_base(policy_), policy_(options) {
    init();
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() noexcept { close(); }

  ConnectPolicy::handle raw() const { return policy_.raw(); }

 private:
  ConnectPolicy policy_;
};

}  // namespace strata::postgresql
