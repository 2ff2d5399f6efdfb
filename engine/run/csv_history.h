// The history of a database that is not reachable, kept in the file that an offline: URL names
// (changeLogFile=databasechangelog.csv). Not thread-safe.
#pragma once

#include <filesystem>
#include <vector>

#include "engine/run/environment.h"
#include "engine/run/history_store.h"

namespace strata::run {

class CsvHistory final : public HistoryStore {
 public:
  // `also` hears of each write as well: it prints them when the URL asks for that
  // (outputLiquibaseSql). May be nullptr.
  CsvHistory(std::filesystem::path file, Environment environment, HistoryStore* also)
      : file_(std::move(file)), environment_(std::move(environment)), also_(also) {}

  // An absent file is an empty history. Throws Error(Usage) for a file that is no history.
  plan::History read() override;
  void record(const HistoryRow& row, const plan::RanChangeSet* before) override;
  void remove(const plan::RanChangeSet& row) override;
  void set_checksum(const plan::RanChangeSet& row, const std::string& checksum) override;

  // Replaces the file in one step. Throws Error(Usage) if it cannot be written.
  void save() const;

 private:
  std::vector<std::string>* find(const model::ChangeSetKey& key);

  std::filesystem::path file_;
  Environment environment_;
  HistoryStore* also_;
  std::vector<std::vector<std::string>>
      records_;  // without the header, in the order of its columns
};

}  // namespace strata::run
