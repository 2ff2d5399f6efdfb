// The libpq connection within libpqxx's, which gives it to nobody but its connection policy: for
// what libpqxx has no words for.
#pragma once

#include <string>

#include <pqxx/pqxx>

namespace strata::postgresql {

class ConnectPolicy final : public pqxx::connect_direct {
 public:
  using connect_direct::connect_direct;
  // A session that stays with whoever made it.
  explicit ConnectPolicy(handle of_others) : connect_direct(""), raw_(of_others) {}

  handle do_startconnect(handle opened) override {
    if (!is_of_others()) own_ = raw_ = connect_direct::do_startconnect(opened);
    return raw_;
  }
  handle do_disconnect(handle opened) noexcept override {
    return is_of_others() ? nullptr : connect_direct::do_disconnect(opened);
  }
  handle raw() const { return raw_; }
  bool is_of_others() const { return raw_ != own_; }

 private:
  handle raw_ = nullptr;
  handle own_ = nullptr;
};

// Connects when it is made; throws pqxx::broken_connection.
class Handle final : public pqxx::connection_base {
 public:
  explicit Handle(const std::string& options) : connection_base(policy_), policy_(options) {
    init();
  }
  explicit Handle(ConnectPolicy::handle of_others) : connection_base(policy_), policy_(of_others) {
    init();
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() noexcept { close(); }

  ConnectPolicy::handle raw() const { return policy_.raw(); }
  bool is_of_others() const { return policy_.is_of_others(); }

 private:
  ConnectPolicy policy_;
};

}  // namespace strata::postgresql
