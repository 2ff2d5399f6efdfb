#include "drivers/mysql/errors.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <cppconn/exception.h>
#include <fmt/format.h>

namespace strata::mysql {
namespace {

constexpr int kAccessDenied = 1045;
constexpr int kUnknownDatabase = 1049;
constexpr int kQueryInterrupted = 1317;

// The session is gone: shutdown, gone away, lost, killed, idle too long.
constexpr std::array kLostCodes{1053, 1927, 2006, 2013, 2055, 4031};

bool is_lost(int code) {
  return std::find(kLostCodes.begin(), kLostCodes.end(), code) != kLostCodes.end();
}

std::size_t start_of_line(std::string_view text, std::size_t number) {
  std::size_t start = 0;
  for (std::size_t line = 1; line < number; ++line) {
    const std::size_t end = text.find('\n', start);
    if (end == std::string_view::npos) return text.size();
    start = end + 1;
  }
  return start;
}

SqlFailure failure(const ::sql::SQLException& error, std::string_view statement) {
  auto& details = const_cast<::sql::SQLException&>(error);  // the connector's getters are not const
  return {std::string(statement), details.getSQLStateCStr(), details.getErrorCode(),
          offset_in(statement, error.what())};
}

}  // namespace

std::optional<std::size_t> offset_in(std::string_view statement, std::string_view message) {
  constexpr std::string_view kNear = " near '";
  constexpr std::string_view kAtLine = "' at line ";
  const std::size_t near = message.find(kNear);
  const std::size_t at_line = message.rfind(kAtLine);
  if (near == std::string_view::npos || at_line == std::string_view::npos ||
      at_line < near + kNear.size()) {
    return std::nullopt;
  }
  const std::string_view text = message.substr(near + kNear.size(), at_line - near - kNear.size());
  const std::string_view digits = message.substr(at_line + kAtLine.size());
  std::size_t line = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), line);
  const std::size_t start = start_of_line(statement, line);
  if (text.empty()) return statement.size();
  const std::size_t first = statement.find(text, start);
  const std::size_t line_end = std::min(statement.find('\n', start), statement.size());
  if (first == std::string_view::npos || first > line_end) return std::nullopt;
  const std::size_t second = statement.find(text, first + 1);
  if (second != std::string_view::npos && second <= line_end) return std::nullopt;
  return first;
}

Error statement_error(const ::sql::SQLException& error, std::string_view statement) {
  const int code = const_cast<::sql::SQLException&>(error).getErrorCode();
  const ErrorKind kind = is_lost(code)               ? ErrorKind::Connection
                         : code == kQueryInterrupted ? ErrorKind::Interrupted
                                                     : ErrorKind::Sql;
  Error converted(kind, is_lost(code) ? fmt::format("the connection was lost: {}", error.what())
                                      : error.what());
  return std::move(converted).with_sql(failure(error, statement));
}

Error connect_error(const ::sql::SQLException& error, const driver::Endpoint& endpoint,
                    const std::string& database) {
  const int code = const_cast<::sql::SQLException&>(error).getErrorCode();
  Error converted(ErrorKind::Connection, fmt::format("cannot connect: {}", error.what()));
  if (code == kAccessDenied)
    return std::move(converted).with_hint("check --username and --password");
  if (code == kUnknownDatabase)
    return std::move(converted).with_hint("create it first: CREATE DATABASE " + database);
  const std::string where =
      endpoint.port ? fmt::format("{}:{}", endpoint.host, *endpoint.port) : endpoint.host;
  return std::move(converted).with_hint(
      fmt::format("is the server running, and reachable at {}?", where));
}

}  // namespace strata::mysql
