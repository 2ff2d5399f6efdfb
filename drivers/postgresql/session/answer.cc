#include "drivers/postgresql/session/answer.h"

#include <charconv>

#include <pqxx/pqxx>

namespace strata::postgresql {

void check(PGconn* session, const PGresult* answer, const std::string& statement) {
  if (answer == nullptr) throw pqxx::sql_error(PQerrorMessage(session), statement);
  switch (PQresultStatus(answer)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_EMPTY_QUERY:
      return;
    case PGRES_COPY_IN:
    case PGRES_COPY_OUT:
    case PGRES_COPY_BOTH:
      throw pqxx::sql_error("ERROR:  COPY needs the rows, or the file, of its client", statement);
    default:
      throw pqxx::sql_error(PQresultErrorMessage(answer), statement,
                            PQresultErrorField(answer, PG_DIAG_SQLSTATE));
  }
}

std::int64_t affected_rows(PGresult* answer) {
  const std::string_view text = PQcmdTuples(answer);
  std::int64_t rows = 0;
  std::from_chars(text.data(), text.data() + text.size(), rows);
  return rows;
}

namespace {

std::vector<std::string> columns_of(const PGresult& answer) {
  std::vector<std::string> columns;
  for (int i = 0; i < PQnfields(&answer); ++i) columns.emplace_back(PQfname(&answer, i));
  return columns;
}

driver::Row row_of(const PGresult& answer, int number, std::size_t columns) {
  driver::Row row(columns);
  for (std::size_t i = 0; i < columns; ++i) {
    const int column = static_cast<int>(i);
    if (PQgetisnull(&answer, number, column) != 0) continue;
    row[i].emplace(PQgetvalue(&answer, number, column),
                   static_cast<std::size_t>(PQgetlength(&answer, number, column)));
  }
  return row;
}

}  // namespace

driver::ResultSet to_result(const PGresult& answer) {
  driver::ResultSet result;
  result.columns = columns_of(answer);
  const int rows = PQntuples(&answer);
  result.rows.reserve(static_cast<std::size_t>(rows));
  for (int i = 0; i < rows; ++i) result.rows.push_back(row_of(answer, i, result.columns.size()));
  return result;
}

void read(const PGresult& answer, const driver::Connection::TakeRow& take) {
  driver::ResultSet columns;
  columns.columns = columns_of(answer);
  for (int i = 0; i < PQntuples(&answer); ++i) {
    driver::Row row = row_of(answer, i, columns.columns.size());
    take(columns, row);
  }
}

Answer run(PGconn* session, const std::string& statement) {
  Answer answer(PQexec(session, statement.c_str()), PQclear);
  check(session, answer.get(), statement);
  return answer;
}

}  // namespace strata::postgresql
