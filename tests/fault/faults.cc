#include "tests/fault/faults.h"

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <map>
#include <thread>

#include "engine/base/error.h"

namespace strata::test {
namespace {

[[noreturn]] void die() {
  ::kill(::getpid(), SIGKILL);
  while (true) ::pause();
}

// Where calls of a connection and of its row sinks pass.
class Gate {
 public:
  Gate(std::unique_ptr<driver::Connection> connection, FaultPlan& plan)
      : connection_(std::move(connection)), plan_(plan) {}

  driver::Connection& connection() {
    if (!connection_) throw lost();
    return *connection_;
  }
  bool is_lost() const { return connection_ == nullptr; }
  // What has to go before the connection does; the owner must be there as long as that is wanted.
  void before_loss(const void* owner, std::function<void()> act) {
    before_loss_[owner] = std::move(act);
  }
  void forget(const void* owner) { before_loss_.erase(owner); }

  template <typename Work>
  auto pass(const Work& work) {
    if (!connection_) throw lost();
    if (++plan_.calls != plan_.at) return work();
    plan_.struck = true;
    switch (plan_.fault) {
      case Fault::LostBefore:
        break;
      case Fault::LostAfter:
        try {
          work();
        } catch (const Error&) {  // NOLINT(bugprone-empty-catch)
          // Its answer gets lost as well.
        }
        break;
      case Fault::KilledBefore:
        die();
      case Fault::KilledDuring:
        std::thread([] {
          std::this_thread::sleep_for(std::chrono::microseconds(::getpid() % 7 * 300));
          die();
        }).detach();
        [[fallthrough]];
      case Fault::KilledAfter:
        try {
          work();
        } catch (const Error&) {  // NOLINT(bugprone-empty-catch)
          // Dies with the process.
        }
        die();
    }
    for (const auto& [owner, act] : before_loss_) act();
    connection_.reset();
    throw lost();
  }

 private:
  static Error lost() { return {ErrorKind::Connection, "the connection was lost: by the test"}; }

  std::unique_ptr<driver::Connection> connection_;
  FaultPlan& plan_;
  std::map<const void*, std::function<void()>> before_loss_;
};

class FaultySink final : public driver::RowSink {
 public:
  FaultySink(std::unique_ptr<driver::RowSink> sink, std::shared_ptr<Gate> gate)
      : sink_(std::move(sink)), gate_(std::move(gate)) {
    gate_->before_loss(this, [this] { sink_.reset(); });
  }
  ~FaultySink() override { gate_->forget(this); }

  // A thousand rows would be a thousand faults that say the same.
  bool add(const sql::Row& row) override { return sink_->add(row); }
  std::int64_t flush() override {
    return gate_->pass([&] { return sink_->flush(); });
  }

 private:
  std::unique_ptr<driver::RowSink> sink_;
  std::shared_ptr<Gate> gate_;
};

class FaultyLock final : public driver::ServerLock {
 public:
  FaultyLock(std::unique_ptr<driver::ServerLock> lock, std::shared_ptr<Gate> gate)
      : lock_(std::move(lock)), gate_(std::move(gate)) {
    gate_->before_loss(this, [this] { lock_.reset(); });
  }
  ~FaultyLock() override { gate_->forget(this); }

  bool acquire(std::chrono::milliseconds wait) override {
    return gate_->pass([&] { return lock_->acquire(wait); });
  }
  void release() noexcept override {
    if (lock_) lock_->release();
  }
  std::string sign() const override { return lock_ ? lock_->sign() : ""; }
  bool is_gone(std::string_view sign) override {
    return gate_->pass([&] { return lock_->is_gone(sign); });
  }

 private:
  std::unique_ptr<driver::ServerLock> lock_;
  std::shared_ptr<Gate> gate_;
};

class FaultyConnection final : public driver::Connection {
 public:
  FaultyConnection(std::unique_ptr<driver::Connection> connection, FaultPlan& plan)
      : server_(connection->server()),
        gate_(std::make_shared<Gate>(std::move(connection), plan)),
        schema_(*gate_) {}

  const driver::ServerInfo& server() const override { return server_; }

  std::int64_t execute(std::string_view statement) override {
    return gate_->pass([&] { return gate_->connection().execute(statement); });
  }
  void send(std::string_view statement, std::function<void(std::int64_t)> ended) override {
    gate_->pass([&] { gate_->connection().send(statement, std::move(ended)); });
  }
  void settle() override {
    if (!gate_->is_lost()) gate_->connection().settle();
  }
  std::int64_t execute_with_rows(std::string_view statement, std::string_view rows) override {
    return gate_->pass([&] { return gate_->connection().execute_with_rows(statement, rows); });
  }
  driver::ResultSet query(std::string_view statement) override {
    return gate_->pass([&] { return gate_->connection().query(statement); });
  }
  void read(std::string_view statement, const TakeRow& take) override {
    gate_->pass([&] { gate_->connection().read(statement, take); });
  }
  void begin() override {
    gate_->pass([&] { return gate_->connection().begin(); });
  }
  void commit() override {
    gate_->pass([&] { return gate_->connection().commit(); });
  }
  void rollback() noexcept override {
    if (!gate_->is_lost()) gate_->connection().rollback();
  }
  bool in_transaction() const override {
    return !gate_->is_lost() && gate_->connection().in_transaction();
  }
  std::unique_ptr<driver::RowSink> take_rows(const sql::RowsForm& form) override {
    std::unique_ptr<driver::RowSink> sink =
        gate_->pass([&] { return gate_->connection().take_rows(form); });
    if (!sink) return nullptr;
    return std::make_unique<FaultySink>(std::move(sink), gate_);
  }
  std::unique_ptr<driver::ServerLock> server_lock(std::string_view name) override {
    std::unique_ptr<driver::ServerLock> lock =
        gate_->pass([&] { return gate_->connection().server_lock(name); });
    if (!lock) return nullptr;
    return std::make_unique<FaultyLock>(std::move(lock), gate_);
  }
  schema::SchemaView& schema() override { return schema_; }
  void cancel() noexcept override {
    if (!gate_->is_lost()) gate_->connection().cancel();
  }

 private:
  class Schema final : public schema::SchemaView {
   public:
    explicit Schema(Gate& gate) : gate_(gate) {}

    std::optional<schema::Table> table(std::string_view schema, std::string_view name) override {
      return gate_.pass([&] { return gate_.connection().schema().table(schema, name); });
    }
    std::vector<schema::Object> objects(std::string_view schema,
                                        const schema::ObjectFilter& filter) override {
      return gate_.pass([&] { return gate_.connection().schema().objects(schema, filter); });
    }
    schema::Schema read() override {
      return gate_.pass([&] { return gate_.connection().schema().read(); });
    }

   private:
    Gate& gate_;
  };

  driver::ServerInfo server_;
  std::shared_ptr<Gate> gate_;
  Schema schema_;
};

}  // namespace

std::string to_string(Fault fault) {
  switch (fault) {
    case Fault::LostBefore:
      return "connection lost before";
    case Fault::LostAfter:
      return "connection lost after";
    case Fault::KilledBefore:
      return "killed before";
    case Fault::KilledDuring:
      return "killed during";
    case Fault::KilledAfter:
      return "killed after";
  }
  return "";
}

std::unique_ptr<driver::Connection> with_faults(std::unique_ptr<driver::Connection> connection,
                                                FaultPlan& plan) {
  return std::make_unique<FaultyConnection>(std::move(connection), plan);
}

}  // namespace strata::test
