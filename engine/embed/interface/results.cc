// Errors and reports of the C interface.
#include <fmt/format.h>

#include "engine/base/error_text.h"
#include "engine/embed/interface/handles.h"

using strata::Diagnostic;
using strata::ErrorKind;

strata_error::strata_error(strata::Error thrown)
    : error(std::move(thrown)), text(strata::error_text(error)) {}

void strata_report::add(strata_list list, strata::model::ChangeSetKey key, std::string of_item,
                        std::chrono::milliseconds duration) {
  lists[list].push_back({std::move(key), std::move(of_item), duration});
}

const std::vector<strata_report::Item>* strata_report::list(strata_list list) const {
  const auto found = lists.find(list);
  return found == lists.end() ? nullptr : &found->second;
}

strata_kind strata_error_kind(const strata_error* error) {
  switch (error->error.kind()) {
    case ErrorKind::Internal:
      break;
    case ErrorKind::Usage:
      return STRATA_USAGE;
    case ErrorKind::Changelog:
      return STRATA_CHANGELOG;
    case ErrorKind::Checksum:
      return STRATA_CHECKSUM;
    case ErrorKind::Sql:
    case ErrorKind::Command:
      return STRATA_SQL;
    case ErrorKind::Connection:
      return STRATA_CONNECTION;
    case ErrorKind::Lock:
      return STRATA_LOCK;
    case ErrorKind::Rollback:
      return STRATA_ROLLBACK;
    case ErrorKind::Stopped:
      return STRATA_STOPPED;
    case ErrorKind::Precondition:
      return STRATA_PRECONDITION;
    case ErrorKind::HalfDone:
      return STRATA_HALF_DONE;
    case ErrorKind::Interrupted:
      return STRATA_INTERRUPTED;
  }
  return STRATA_INTERNAL;
}

const char* strata_error_message(const strata_error* error) { return error->error.what(); }

const char* strata_error_hint(const strata_error* error) { return error->error.hint().c_str(); }

const char* strata_error_text(const strata_error* error) { return error->text.c_str(); }

const char* strata_error_statement(const strata_error* error) {
  return error->error.sql() ? error->error.sql()->statement.c_str() : "";
}

const char* strata_error_sqlstate(const strata_error* error) {
  return error->error.sql() ? error->error.sql()->sqlstate.c_str() : "";
}

int64_t strata_error_vendor_code(const strata_error* error) {
  return error->error.sql() ? error->error.sql()->vendor_code : 0;
}

size_t strata_error_mistake_count(const strata_error* error) {
  return error->error.diagnostics().size();
}

strata_mistake strata_error_mistake(const strata_error* error, size_t index) {
  if (index >= error->error.diagnostics().size()) return {"", 0, 0, 0, 0, "", "", ""};
  const Diagnostic& found = error->error.diagnostics()[index];
  return {found.path.c_str(),
          found.line,
          found.column,
          found.length,
          found.severity == strata::Severity::Warning ? 1 : 0,
          found.message.c_str(),
          found.hint.c_str(),
          found.source_line.c_str()};
}

void strata_error_free(strata_error* error) { delete error; }

size_t strata_report_count(const strata_report* report, strata_list list) {
  const auto* items = report->list(list);
  return items == nullptr ? 0 : items->size();
}

strata_item strata_report_item(const strata_report* report, strata_list list, size_t index) {
  const auto* items = report->list(list);
  if (items == nullptr || index >= items->size()) return {{"", "", ""}, "", 0};
  const strata_report::Item& item = (*items)[index];
  return {{item.key.path.c_str(), item.key.id.c_str(), item.key.author.c_str()},
          item.text.c_str(),
          item.duration.count()};
}

const char* strata_report_sql(const strata_report* report) { return report->sql.c_str(); }

void strata_report_free(strata_report* report) { delete report; }
