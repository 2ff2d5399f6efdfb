#include "engine/run/csv_history.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.h"

namespace strata::run {
namespace {

enum Column : std::uint8_t {
  kId,
  kAuthor,
  kFileName,
  kDateExecuted,
  kOrderExecuted,
  kExecType,
  kMd5Sum,
  kDescription,
  kComments,
  kTag,
  kLiquibase,
  kContexts,
  kLabels,
  kDeploymentId,
  kColumns
};

using Record = std::vector<std::string>;

// Fields in double quotes with "" for a quote, or bare; records end with a line end outside of
// quotes.
std::vector<Record> parse_csv(std::string_view text) {
  std::vector<Record> records;
  Record record;
  std::string field;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      const bool doubled = c == '"' && i + 1 < text.size() && text[i + 1] == '"';
      if (c != '"' || doubled) field += c;
      if (doubled) ++i;
      if (c == '"' && !doubled) quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      record.push_back(std::exchange(field, {}));
    } else if (c == '\n') {
      record.push_back(std::exchange(field, {}));
      records.push_back(std::exchange(record, {}));
    } else if (c != '\r') {
      field += c;
    }
  }
  if (!field.empty() || !record.empty()) {
    record.push_back(std::move(field));
    records.push_back(std::move(record));
  }
  return records;
}

std::string in_quotes(std::string_view field) {
  std::string text = "\"";
  for (const char c : field) text += c == '"' ? "\"\"" : std::string(1, c);
  return text + '"';
}

std::string to_line(const Record& record) {
  std::string line;
  for (const std::string& field : record) line += (line.empty() ? "" : ",") + in_quotes(field);
  return line + "\n";
}

Record header() {
  Record names;
  for (const std::string_view name : TrackingSql::history_columns()) names.emplace_back(name);
  return names;
}

model::Text present(const std::string& field) {
  return field.empty() ? model::Text() : model::Text(field);
}

plan::RanChangeSet to_row(const Record& record) {
  plan::RanChangeSet row;
  row.key = {record[kId], record[kAuthor], record[kFileName]};
  row.date_executed = record[kDateExecuted];
  const std::string& order = record[kOrderExecuted];
  std::from_chars(order.data(), order.data() + order.size(), row.order_executed);
  row.exec_type = record[kExecType];
  row.checksum = present(record[kMd5Sum]);
  row.description = present(record[kDescription]);
  row.comments = record[kComments];
  row.tag = present(record[kTag]);
  row.liquibase = present(record[kLiquibase]);
  row.contexts = present(record[kContexts]);
  row.labels = present(record[kLabels]);
  row.deployment_id = present(record[kDeploymentId]);
  return row;
}

bool is_same(const Record& record, const model::ChangeSetKey& key) {
  return model::lookup_key({record[kId], record[kAuthor], record[kFileName]}) ==
         model::lookup_key(key);
}

}  // namespace

plan::History CsvHistory::read() {
  records_.clear();
  std::ifstream in(file_, std::ios::binary);
  if (!in) return {};
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  std::vector<Record> records = parse_csv(text);
  std::deque<plan::RanChangeSet> rows;
  for (std::size_t i = 1; i < records.size(); ++i) {
    if (records[i].size() < kColumns) {
      throw Error(ErrorKind::Usage,
                  fmt::format("{} is no history: record {} has {} fields instead of {}",
                              file_.string(), i + 1, records[i].size(), int{kColumns}));
    }
    rows.push_back(to_row(records[i]));
    records_.push_back(std::move(records[i]));
  }
  return plan::History(std::move(rows));
}

Record* CsvHistory::find(const model::ChangeSetKey& key) {
  const auto found = std::find_if(records_.begin(), records_.end(),
                                  [&](const Record& r) { return is_same(r, key); });
  return found == records_.end() ? nullptr : &*found;
}

void CsvHistory::record(const HistoryRow& row, const plan::RanChangeSet* before) {
  const model::ChangeSet& change_set = *row.change_set;
  constexpr std::size_t kTextLimit = 255;
  Record record{change_set.key.id,
                change_set.key.author,
                change_set.key.path,
                local_iso_time(environment_.now_ms()),
                std::to_string(row.order),
                std::string(row.exec_type),
                row.checksum,
                model::description(change_set, kTextLimit),
                model::limit_utf16(change_set.comments, kTextLimit),
                model::tag_of(change_set).value_or(""),
                row.liquibase,
                model::contexts_text(change_set).value_or("()"),
                model::labels_text(change_set).value_or(""),
                row.deployment_id};
  Record* existing = before == nullptr ? nullptr : find(before->key);
  if (existing != nullptr) {
    *existing = std::move(record);
  } else {
    records_.push_back(std::move(record));
  }
  if (also_ != nullptr) also_->record(row, before);
}

void CsvHistory::remove(const plan::RanChangeSet& row) {
  std::erase_if(records_, [&](const Record& record) { return is_same(record, row.key); });
  if (also_ != nullptr) also_->remove(row);
}

void CsvHistory::set_checksum(const plan::RanChangeSet& row, const std::string& checksum) {
  if (Record* record = find(row.key)) (*record)[kMd5Sum] = checksum;
  if (also_ != nullptr) also_->set_checksum(row, checksum);
}

void CsvHistory::save() const {
  const std::filesystem::path fresh = file_.string() + ".new";
  std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
  out << to_line(header());
  for (const Record& record : records_) out << to_line(record);
  out.close();
  std::error_code failed;
  if (out) std::filesystem::rename(fresh, file_, failed);
  if (!out || failed) {
    throw Error(ErrorKind::Usage, fmt::format("cannot write the history file {}", file_.string()));
  }
}

}  // namespace strata::run
