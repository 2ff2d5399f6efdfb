#include "cmd/report_json.h"

namespace strata::cmd {
namespace {

std::string_view name_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Usage:
      return "usage";
    case ErrorKind::Changelog:
      return "changelog";
    case ErrorKind::Checksum:
      return "checksum";
    case ErrorKind::Rollback:
      return "rollback";
    case ErrorKind::Sql:
      return "sql";
    case ErrorKind::Command:
      return "command";
    case ErrorKind::Stopped:
      return "stopped";
    case ErrorKind::Connection:
      return "connection";
    case ErrorKind::Lock:
      return "lock";
    case ErrorKind::Precondition:
      return "precondition";
    case ErrorKind::HalfDone:
      return "halfDone";
    case ErrorKind::Interrupted:
      return "interrupted";
    case ErrorKind::Internal:
      break;
  }
  return "internal";
}

template <typename Value>
Json number_or_null(Value value) {
  return value == 0 ? Json(nullptr) : Json(value);
}

}  // namespace

Json to_json(const Diagnostic& diagnostic) {
  return {{"severity", diagnostic.severity == Severity::Error ? "error" : "warning"},
          {"file", diagnostic.path},
          {"line", number_or_null(diagnostic.line)},
          {"column", number_or_null(diagnostic.column)},
          {"message", diagnostic.message},
          {"hint", diagnostic.hint}};
}

Json to_json(const Error& error) {
  Json json = {{"kind", name_of(error.kind())}, {"message", error.what()}, {"hint", error.hint()}};
  if (error.sql()) {
    json["sql"] = {{"statement", error.sql()->statement},
                   {"state", error.sql()->sqlstate},
                   {"code", error.sql()->vendor_code}};
  }
  json["places"] = Json::array();
  for (const Diagnostic& diagnostic : error.diagnostics())
    json["places"].push_back(to_json(diagnostic));
  return json;
}

Json to_json(const model::ChangeSetKey& key) {
  return {{"id", key.id}, {"author", key.author}, {"path", key.path}};
}

Json to_json(const model::Text& text) { return text ? Json(*text) : Json(nullptr); }

Json to_json(const plan::RanChangeSet& row) {
  Json json = to_json(row.key);
  json["dateExecuted"] = row.date_executed;
  json["orderExecuted"] = row.order_executed;
  json["execType"] = row.exec_type;
  json["checksum"] = to_json(row.checksum);
  json["description"] = to_json(row.description);
  json["comments"] = to_json(row.comments);
  json["tag"] = to_json(row.tag);
  json["liquibase"] = to_json(row.liquibase);
  json["contexts"] = to_json(row.contexts);
  json["labels"] = to_json(row.labels);
  json["deploymentId"] = to_json(row.deployment_id);
  return json;
}

void add_report(Json& data, const run::RunReport& report, std::string_view applied) {
  data["planned"] = report.planned;
  Json& done = data[std::string(applied)] = Json::array();
  for (const run::Applied& one : report.applied) {
    Json item = to_json(one.key);
    if (!one.exec_type.empty()) item["execType"] = one.exec_type;
    item["milliseconds"] = one.duration.count();
    done.push_back(std::move(item));
  }
  data["rowsAffected"] = report.rows_affected;
  Json& failed = data["failed"] = Json::array();
  for (const auto& [key, error] : report.tolerated) {
    Json item = to_json(key);
    item["error"] = to_json(error);
    failed.push_back(std::move(item));
  }
  Json& in_doubt = data["inDoubt"] = Json::array();
  for (const model::ChangeSetKey& key : report.in_doubt) in_doubt.push_back(to_json(key));
  Json& skipped = data["skipped"] = Json::array();
  for (const plan::Skipped& one : report.skipped) {
    Json item = to_json(one.change_set->key);
    item["reason"] = plan::to_string(one.why);
    skipped.push_back(std::move(item));
  }
}

}  // namespace strata::cmd
