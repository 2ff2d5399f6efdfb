#include "drivers/mysql/session/errors.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <cppconn/exception.h>
#include <fmt/format.h>

#include "drivers/mysql/session/error_offset.h"
#include "engine/base/text.h"

namespace strata::mysql {
namespace {

constexpr int kNoAccessToDatabase = 1044;
constexpr int kAccessDenied = 1045;
constexpr int kUnknownDatabase = 1049;
constexpr int kTlsFailed = 2026;
constexpr int kQueryInterrupted = 1317;

// The session is gone: shutdown, connection killed, gone away, lost, lost (extended), idle too
// long.
constexpr std::array kLostCodes{1053, 1927, 2006, 2013, 2055, 4031};

bool is_lost(int code) {
  return std::find(kLostCodes.begin(), kLostCodes.end(), code) != kLostCodes.end();
}

// Without the number of a system error behind it: "Can't connect to server on 'h' (115)".
std::string_view without_number(std::string_view message) {
  const std::size_t open = message.rfind(" (");
  if (open == std::string_view::npos || !message.ends_with(')')) return message;
  const std::string_view inside = message.substr(open + 2, message.size() - open - 3);
  const bool is_number = inside.find_first_not_of("-0123456789") == std::string_view::npos;
  return is_number ? message.substr(0, open) : message;
}

// "Data too long for column 's' at row 2": of the rows of an INSERT, from 0.
std::optional<std::size_t> row_in(std::string_view message, std::string_view statement) {
  constexpr std::string_view kRow = " at row ";
  const std::size_t found = message.rfind(kRow);
  if (found == std::string_view::npos || !starts_with_ignore_case(statement, "insert"))
    return std::nullopt;
  std::size_t row = 0;
  const std::string_view digits = message.substr(found + kRow.size());
  std::from_chars(digits.data(), digits.data() + digits.size(), row);
  return row == 0 ? std::nullopt : std::optional(row - 1);
}

std::string connect_hint(int code, const std::string& place, const std::string& database) {
  if (code == kAccessDenied) return "check --username and --password";
  if (code == kNoAccessToDatabase) return "the user has no right to use the database";
  if (code == kUnknownDatabase) return "create it first: CREATE DATABASE " + database;
  if (code == kTlsFailed) return "check the certificates and sslMode in --url";
  return fmt::format("is the server running, and reachable at {}?", place);
}

}  // namespace

Error statement_error(const ::sql::SQLException& error, std::string_view statement,
                      Cancelled cancelled) {
  // Two of the connector's getters are not const.
  auto& details = const_cast<::sql::SQLException&>(error);
  const int code = details.getErrorCode();
  SqlFailure failure{std::string(statement), details.getSQLStateCStr(), code,
                     error_offset(statement, error.what(), code), row_in(error.what(), statement)};
  const bool interrupted = cancelled == Cancelled::Yes && code == kQueryInterrupted;
  const ErrorKind kind = is_lost(code) ? ErrorKind::Connection
                         : interrupted ? ErrorKind::Interrupted
                                       : ErrorKind::Sql;
  const std::string message =
      is_lost(code) ? fmt::format("the connection was lost: {}", error.what()) : error.what();
  return Error(kind, message).with_sql(std::move(failure));
}

Error connect_error(const ::sql::SQLException& error, const driver::Url& url,
                    const driver::Endpoint& endpoint, const std::string& database) {
  constexpr int kDefaultPort = 3306;
  const std::string place = driver::to_string(endpoint, kDefaultPort);
  const int code = const_cast<::sql::SQLException&>(error).getErrorCode();
  return Error(ErrorKind::Connection, fmt::format("cannot connect to {} at {}: {}",
                                                  url.scheme == "mysql" ? "MySQL" : "MariaDB",
                                                  place, without_number(error.what())))
      .with_hint(connect_hint(code, place, database));
}

}  // namespace strata::mysql
