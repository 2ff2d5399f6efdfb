#include "drivers/mysql/session/server_lock.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "engine/base/digest.h"
#include "engine/base/error.h"
#include "engine/base/text.h"

namespace strata::mysql {
namespace {

using std::chrono::milliseconds;

std::string literal(std::string_view text) {
  return "'" + replace_all(replace_all(std::string(text), "\\", "\\\\"), "'", "''") + "'";
}

// Names are of the whole server, and of at most 64 characters.
std::string lock_name(std::string_view name) {
  constexpr std::size_t kLimit = 64;
  const std::string full = "strata:" + std::string(name);
  return full.size() <= kLimit ? full : "strata:" + md5_hex(name);
}

class NamedLock final : public driver::ServerLock {
 public:
  NamedLock(driver::Connection& connection, std::string_view name)
      : connection_(connection), name_(literal(lock_name(name))) {}
  ~NamedLock() override { release(); }

  // The server wakes who waits. Whole seconds, as MySQL knows no others.
  bool acquire(milliseconds wait) override {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    held_ = connection_.query(fmt::format("SELECT GET_LOCK({}, {})", name_, seconds))
                .rows.at(0)
                .at(0)
                .value_or("0") == "1";
    return held_;
  }

  void release() noexcept override {
    if (!held_) return;
    held_ = false;
    try {
      connection_.query(fmt::format("SELECT RELEASE_LOCK({})", name_));
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
      // Without a session there is no lock either.
    }
  }

 private:
  driver::Connection& connection_;
  std::string name_;
  bool held_ = false;
};

// The nodes of a Galera cluster have no lock in common but the row: its sign says on which node the
// holder is, and GET_LOCK is for those on the same one.
class ClusterLock final : public driver::ServerLock {
 public:
  ClusterLock(driver::Connection& connection, std::string_view name)
      : connection_(connection), of_node_(connection, name) {}

  bool acquire(milliseconds wait) override {
    try {
      has_node_ = of_node_.acquire(wait);
      return has_node_;
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::Sql) throw;
      return true;  // a cluster that allows nobody to use GET_LOCK
    }
  }
  void release() noexcept override { of_node_.release(); }

  // "NODE;ADDRESS". The number of a node is a new one each time that it joins.
  std::string sign() const override {
    const Status status = read();
    return status.node + ";" + status.address;
  }

  bool is_gone(std::string_view sign) override {
    const std::size_t middle = sign.find(';');
    if (middle == std::string_view::npos) return true;  // of no cluster: it came with a backup
    const std::string_view node = sign.substr(0, middle);
    const std::string_view address = sign.substr(middle + 1);
    const Status status = read();
    if (node == status.node) return has_node_;
    const auto is = [&](std::string_view other) { return other == address; };
    const auto is_untold = [](std::string_view other) { return other.empty(); };
    if (address.empty() || std::any_of(status.members.begin(), status.members.end(), is_untold))
      return false;
    return address == status.address ||
           std::none_of(status.members.begin(), status.members.end(), is);
  }

 private:
  struct Status {
    std::string node;
    std::string address;
    std::vector<std::string> members;  // the addresses of all nodes; empty where one does not tell
  };

  Status read() const {
    std::map<std::string, std::string> values;
    const driver::ResultSet found = connection_.query(
        "SHOW STATUS WHERE Variable_name IN ('wsrep_gcomm_uuid', 'wsrep_incoming_addresses', "
        "'wsrep_local_index')");
    for (const auto& row : found.rows) values[row[0].value_or("")] = row[1].value_or("");
    Status status;
    status.node = values["wsrep_gcomm_uuid"];
    status.members = split_trimmed(values["wsrep_incoming_addresses"], ',');
    for (std::string& member : status.members) {
      if (equals_ignore_case(member, "AUTO")) member.clear();
    }
    const std::size_t index = std::strtoul(values["wsrep_local_index"].c_str(), nullptr, 10);
    if (index < status.members.size()) status.address = status.members[index];
    return status;
  }

  driver::Connection& connection_;
  NamedLock of_node_;
  bool has_node_ = false;
};

}  // namespace

std::unique_ptr<driver::ServerLock> server_lock(driver::Connection& connection,
                                                std::string_view name) {
  const driver::ResultSet found = connection.query(
      "SHOW VARIABLES WHERE Variable_name IN ('wsrep_on', 'group_replication_group_name')");
  for (const auto& row : found.rows) {
    const bool is_set = !row[1].value_or("").empty() && !equals_ignore_case(*row[1], "OFF");
    if (!is_set) continue;
    if (row[0] == "wsrep_on") return std::make_unique<ClusterLock>(connection, name);
    return nullptr;
  }
  return std::make_unique<NamedLock>(connection, name);
}

}  // namespace strata::mysql
