#include "drivers/sqlite/row_sink.h"

#include <charconv>
#include <optional>
#include <utility>

#include <sqlite3.h>

#include "drivers/sqlite/errors.h"

namespace strata::sqlite {
namespace {

struct Finalize {
  void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};

// Numbers become what SQLite makes of them in the text of a statement.
int bind_number(sqlite3_stmt* statement, int place, const std::string& text) {
  const char* const begin = text.data() + (text.starts_with('+') ? 1 : 0);
  const char* const end = text.data() + text.size();
  std::int64_t integer = 0;
  if (const auto [stop, failed] = std::from_chars(begin, end, integer);
      failed == std::errc() && stop == end) {
    return sqlite3_bind_int64(statement, place, integer);
  }
  double real = 0;
  if (const auto [stop, failed] = std::from_chars(begin, end, real);
      failed == std::errc() && stop == end) {
    return sqlite3_bind_double(statement, place, real);
  }
  return SQLITE_RANGE;
}

class SqliteRowSink final : public driver::RowSink {
 public:
  SqliteRowSink(sqlite3* handle, const sql::RowsForm& form) : handle_(handle) {
    for (const std::string& text : form.statements) {
      sqlite3_stmt* prepared = nullptr;
      if (sqlite3_prepare_v3(handle_, text.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &prepared,
                             nullptr) != SQLITE_OK) {
        throw statement_error(handle_, text, 0);
      }
      statements_.push_back({text, std::unique_ptr<sqlite3_stmt, Finalize>(prepared)});
    }
  }

  bool add(const sql::Row& row) override {
    for (const Prepared& prepared : statements_) {
      if (!bind(prepared.handle.get(), row)) return false;
    }
    for (const Prepared& prepared : statements_) run(prepared);
    ++rows_;
    return true;
  }

  std::int64_t flush() override {
    rows_ = 0;
    return std::exchange(affected_, 0);
  }

 private:
  struct Prepared {
    std::string text;
    std::unique_ptr<sqlite3_stmt, Finalize> handle;
  };

  // A statement need not use every value. Bound texts live as long as the row does.
  static bool bind(sqlite3_stmt* statement, const sql::Row& row) {
    const int count = sqlite3_bind_parameter_count(statement);
    for (int place = 1; place <= count; ++place) {
      if (bind_value(statement, place, row[static_cast<std::size_t>(place - 1)]) != SQLITE_OK)
        return false;
    }
    return true;
  }

  static int bind_value(sqlite3_stmt* statement, int place, const sql::RowValue& value) {
    using Kind = sql::RowValue::Kind;
    switch (value.kind) {
      case Kind::Null:
        return sqlite3_bind_null(statement, place);
      case Kind::Boolean:
        return sqlite3_bind_int(statement, place, value.text == "true" ? 1 : 0);
      case Kind::Number:
        return bind_number(statement, place, value.text);
      case Kind::Text:
      case Kind::Moment:
        // In a statement it would be refused.
        if (value.text.find('\0') != std::string::npos) return SQLITE_RANGE;
        return sqlite3_bind_text64(statement, place, value.text.data(), value.text.size(),
                                   SQLITE_STATIC, SQLITE_UTF8);
      case Kind::Bytes:
        return sqlite3_bind_blob64(statement, place, value.text.data(), value.text.size(),
                                   SQLITE_STATIC);
      case Kind::Expression:
        break;
    }
    return SQLITE_RANGE;
  }

  void run(const Prepared& prepared) {
    const std::int64_t before = sqlite3_total_changes64(handle_);
    if (sqlite3_step(prepared.handle.get()) == SQLITE_ROW) {
      while (sqlite3_step(prepared.handle.get()) == SQLITE_ROW) {
      }
    }
    // The code of the last step, again.
    if (sqlite3_reset(prepared.handle.get()) != SQLITE_OK) throw refusal(prepared.text);
    if (sqlite3_total_changes64(handle_) != before) affected_ += sqlite3_changes64(handle_);
  }

  Error refusal(const std::string& statement) const {
    Error error = statement_error(handle_, statement, 0);
    if (!error.sql()) return error;
    SqlFailure failure = *error.sql();
    failure.row = rows_;
    return std::move(error).with_sql(std::move(failure));
  }

  sqlite3* handle_;
  std::vector<Prepared> statements_;
  std::size_t rows_ = 0;
  std::int64_t affected_ = 0;
};

}  // namespace

std::unique_ptr<driver::RowSink> take_rows(sqlite3* handle, const sql::RowsForm& form) {
  return std::make_unique<SqliteRowSink>(handle, form);
}

}  // namespace strata::sqlite
