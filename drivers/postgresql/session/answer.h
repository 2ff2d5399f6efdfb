// What libpq answers to a statement.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <libpq-fe.h>

#include "engine/driver/connection.h"

namespace strata::postgresql {

using Answer = std::unique_ptr<PGresult, void (*)(PGresult*)>;

inline Answer no_answer() { return {nullptr, PQclear}; }

// Throws pqxx::sql_error where the answer is a failure, or missing, or where the server waits for
// rows that nobody has.
void check(PGconn* session, const PGresult* answer, const std::string& statement);

std::int64_t affected_rows(PGresult* answer);
driver::ResultSet to_result(const PGresult& answer);
void read(const PGresult& answer, const driver::Connection::TakeRow& take);

// Several statements are one transaction, and the answer is that to the last one. Throws
// pqxx::sql_error.
Answer run(PGconn* session, const std::string& statement);

}  // namespace strata::postgresql
