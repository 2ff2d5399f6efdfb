// A history that is only written by who still has the lock: a run whose lock was taken away, by
// hand or because its server took it for dead, notes nothing. Not thread-safe.
#pragma once

#include <functional>
#include <memory>

#include "engine/run/history_store.h"

namespace strata::run {

class GuardedHistory final : public HistoryStore {
 public:
  // `confirm` throws where the lock is not held any more.
  GuardedHistory(std::unique_ptr<HistoryStore> history, std::function<void()> confirm)
      : history_(std::move(history)), confirm_(std::move(confirm)) {}

  plan::History read() override { return history_->read(); }
  void record(const HistoryRow& row, const plan::RanChangeSet* before) override {
    confirm_();
    history_->record(row, before);
  }
  void remove(const plan::RanChangeSet& row) override {
    confirm_();
    history_->remove(row);
  }
  void set_checksum(const plan::RanChangeSet& row, const std::string& checksum) override {
    confirm_();
    history_->set_checksum(row, checksum);
  }

 private:
  std::unique_ptr<HistoryStore> history_;
  std::function<void()> confirm_;
};

}  // namespace strata::run
