#include "drivers/postgresql/session/errors.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <pqxx/pqxx>

#include "drivers/postgresql/session/connection_string.h"
#include "drivers/postgresql/session/server_message.h"
#include "engine/base/text.h"

namespace strata::postgresql {
namespace {

constexpr std::string_view kQueryCanceled = "57014";

// Some classes of libpqxx 6 drop the state they were made from.
std::string sqlstate_of(const std::exception& error) {
  if (const auto* sql = dynamic_cast<const pqxx::sql_error*>(&error)) return sql->sqlstate();
  if (dynamic_cast<const pqxx::serialization_failure*>(&error) != nullptr) return "40001";
  if (dynamic_cast<const pqxx::deadlock_detected*>(&error) != nullptr) return "40P01";
  if (dynamic_cast<const pqxx::statement_completion_unknown*>(&error) != nullptr) return "40003";
  if (dynamic_cast<const pqxx::transaction_rollback*>(&error) != nullptr) return "40000";
  return "";
}

// Classes 08 (connection exception) and the shutdowns of 57.
bool means_lost(std::string_view sqlstate) {
  return sqlstate.starts_with("08") || sqlstate == "57P01" || sqlstate == "57P02" ||
         sqlstate == "57P03" || sqlstate == "57P05";
}

// What the lines of a failed attempt say, each reason once: 'connection to server at "h", port 1
// failed: FATAL:  ...' for every address and retry, with advice in indented lines.
std::string reasons(std::string_view printed) {
  constexpr std::string_view kFailed = " failed: ";
  constexpr std::string_view kLibraryFunction = "fe_sendauth: ";
  std::vector<std::string> found;
  while (!printed.empty()) {
    const std::size_t end = std::min(printed.find('\n'), printed.size());
    std::string_view line = printed.substr(0, end);
    printed.remove_prefix(std::min(printed.size(), end + 1));
    if (line.empty() || line.starts_with('\t')) continue;
    const std::size_t failed = line.find(kFailed);
    if (failed != std::string_view::npos) line.remove_prefix(failed + kFailed.size());
    if (line.starts_with(kLibraryFunction)) line.remove_prefix(kLibraryFunction.size());
    std::string reason(without_severity(line));
    if (std::find(found.begin(), found.end(), reason) == found.end()) found.push_back(reason);
  }
  return fmt::format("{}", fmt::join(found, "; "));
}

std::string connect_hint(std::string_view reason, const driver::Url& url) {
  const auto says = [&](std::string_view words) {
    return reason.find(words) != std::string_view::npos;
  };
  if (says("authentication failed") || says("no password supplied") || says("role \"")) {
    return "check --username and --password";
  }
  if (says("database \"") && says("does not exist")) {
    return fmt::format("create it first: CREATE DATABASE {}", url.database);
  }
  if (says("translate host name")) return "check the host in --url";
  if (says("pg_hba.conf")) return "the server's pg_hba.conf does not let this user in from here";
  if (says("SSL") || says("certificate")) return "check the certificates and sslmode in --url";
  if (says("refused") || says("No such file") || says("timeout") || says("timed out") ||
      says("unreachable")) {
    return fmt::format("is the server running, and reachable at {}?", server_name(url));
  }
  return "";
}

}  // namespace

Error statement_error(const std::exception& error, std::string_view statement,
                      const Circumstances& circumstances) {
  const std::string sqlstate = sqlstate_of(error);
  ServerMessage message = parse_message(error.what(), statement);
  SqlFailure failure{std::string(statement), sqlstate, 0, message.offset};
  if (circumstances.session_lost || means_lost(sqlstate)) {
    const std::string_view what = message.text;
    const std::string first(what.substr(0, what.find('\n')));
    return Error(ErrorKind::Connection, fmt::format("the connection was lost: {}", first))
        .with_sql(std::move(failure));
  }
  constexpr std::string_view kInsideTransaction = "25001";  // manual, appendix A
  if (sqlstate == kInsideTransaction && message.help.empty())
    message.help = "give the changeset `runInTransaction: false`";
  // The next run knows by the journal that it was this one's.
  constexpr std::size_t kHead = 40;
  const std::string head = to_upper(statement.substr(0, kHead));
  if (head.starts_with("CREATE ") && head.find("INDEX CONCURRENTLY ") < 16) {
    const std::string_view advice =
        "what is left of the index is not valid; the next run drops it and builds it again";
    message.help = message.help.empty() ? advice : fmt::format("{}\n{}", message.help, advice);
  }
  const bool interrupted = circumstances.cancelled && sqlstate == kQueryCanceled;
  return Error(interrupted ? ErrorKind::Interrupted : ErrorKind::Sql, message.text)
      .with_hint(std::move(message.help))
      .with_sql(std::move(failure));
}

Error connect_error(const std::exception& error, const driver::Url& url) {
  const std::string reason = reasons(error.what());
  return Error(ErrorKind::Connection,
               fmt::format("cannot connect to PostgreSQL at {}: {}", server_name(url), reason))
      .with_hint(connect_hint(reason, url));
}

}  // namespace strata::postgresql
