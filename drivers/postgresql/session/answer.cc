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

driver::ResultSet to_result(const PGresult& answer) {
  driver::ResultSet result;
  const int columns = PQnfields(&answer);
  for (int i = 0; i < columns; ++i) result.columns.emplace_back(PQfname(&answer, i));
  const int rows = PQntuples(&answer);
  result.rows.resize(static_cast<std::size_t>(rows));
  for (int row = 0; row < rows; ++row) {
    auto& texts = result.rows[static_cast<std::size_t>(row)];
    texts.resize(static_cast<std::size_t>(columns));
    for (int i = 0; i < columns; ++i) {
      if (PQgetisnull(&answer, row, i) != 0) continue;
      texts[static_cast<std::size_t>(i)].emplace(
          PQgetvalue(&answer, row, i), static_cast<std::size_t>(PQgetlength(&answer, row, i)));
    }
  }
  return result;
}

Answer run(PGconn* session, const std::string& statement) {
  Answer answer(PQexec(session, statement.c_str()), PQclear);
  check(session, answer.get(), statement);
  return answer;
}

}  // namespace strata::postgresql
