#include "drivers/sqlite/connection.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>
#include <sqlite3.h>

#include "drivers/sqlite/errors.h"
#include "drivers/sqlite/file_lock.h"
#include "drivers/sqlite/handle.h"
#include "drivers/sqlite/rebuild_guard.h"
#include "drivers/sqlite/schema_reader.h"
#include "engine/base/edit_distance.h"
#include "engine/base/text.h"

namespace strata::sqlite {
namespace {

constexpr int kBusyMilliseconds = 5000;
constexpr int kPrimaryMask = 0xFF;  // sqlite.org/rescode.html

// Parameters of the address that are settings of the session (sqlite.org/pragma.html).
constexpr std::array<std::string_view, 21> kPragmas = {
    "auto_vacuum",        "automatic_index",    "cache_size",         "case_sensitive_like",
    "encoding",           "foreign_keys",       "fullfsync",          "ignore_check_constraints",
    "journal_mode",       "journal_size_limit", "legacy_file_format", "legacy_alter_table",
    "locking_mode",       "max_page_count",     "mmap_size",          "page_size",
    "recursive_triggers", "secure_delete",      "synchronous",        "temp_store",
    "trusted_schema"};
// Parameters of a file: URI (sqlite.org/uri.html).
constexpr std::array<std::string_view, 7> kUriParameters = {"cache",  "immutable", "mode", "modeof",
                                                            "nolock", "psow",      "vfs"};

template <std::size_t kSize>
bool contains(const std::array<std::string_view, kSize>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string uri_escaped(std::string_view path) {
  std::string out;
  for (const char c : path) {
    const bool special = c == '%' || c == '?' || c == '#';
    out += special ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
  }
  return out;
}

// The file's name, as a URI where the address has parameters of one.
std::string file_name(const driver::Url& url) {
  std::string parameters;
  const auto add = [&](std::string_view name, std::string_view value) {
    parameters += fmt::format("{}{}={}", parameters.empty() ? "?" : "&", name, uri_escaped(value));
  };
  for (const auto& [name, value] : url.parameters) {
    if (contains(kUriParameters, name)) add(name, value);
    if (name == "open_mode" && value == "1") add("mode", "ro");  // the JDBC driver's word for it
  }
  if (parameters.empty()) return url.database;
  const bool is_uri = url.database.starts_with("file:");
  return (is_uri ? url.database : "file:" + uri_escaped(url.database)) + parameters;
}

// The path on disk, for texts.
std::string display_path(const driver::Url& url) {
  constexpr std::string_view kFile = "file:";
  return url.database.starts_with(kFile) ? url.database.substr(kFile.size()) : url.database;
}

class SqliteConnection final : public driver::Connection {
 public:
  explicit SqliteConnection(const driver::ConnectOptions& options)
      : handle_(file_name(options.url), display_path(options.url)),
        schema_([this](std::string_view statement) { return query(statement); }) {
    read_first_page(options.url);
    handle_.set_busy_timeout(kBusyMilliseconds);
    set_parameters(options.url);
    describe_server();
  }

  // The program's own settings stay.
  explicit SqliteConnection(sqlite3* session)
      : handle_(session), schema_([this](std::string_view statement) { return query(statement); }) {
    if (handle_.in_transaction()) throw driver::open_transaction();
    describe_server();
  }

  const driver::ServerInfo& server() const override { return server_; }

  std::int64_t execute(std::string_view statement) override {
    if (rebuild_.takes(statement)) return 0;
    const std::int64_t rows = handle_.execute(statement);
    rebuild_.executed(statement);
    return rows;
  }
  driver::ResultSet query(std::string_view statement) override { return handle_.query(statement); }

  std::unique_ptr<driver::RowSink> take_rows(const sql::RowsForm& form) override {
    return handle_.take_rows(form);
  }

  // IMMEDIATE: a transaction that begins by reading cannot wait for a writer later, it fails.
  void begin() override { handle_.execute("BEGIN IMMEDIATE"); }
  void commit() override {
    try {
      handle_.execute("COMMIT");
    } catch (const Error& error) {
      if (!error.sql() || error.sql()->vendor_code != SQLITE_CONSTRAINT_FOREIGNKEY) throw;
      // Deferred keys; SQLite does not say which.
      const driver::ResultSet broken = handle_.query("PRAGMA foreign_key_check");
      if (broken.rows.empty()) throw;
      throw foreign_key_error(broken.rows);
    }
  }
  void rollback() noexcept override {
    rebuild_.reset();
    try {
      if (handle_.in_transaction()) handle_.execute("ROLLBACK");
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
      // The next one to open the file rolls back by its journal.
    }
  }
  bool in_transaction() const override { return handle_.in_transaction(); }

  std::unique_ptr<driver::ServerLock> server_lock(std::string_view /*name*/) override {
    return file_lock(handle_.path());
  }

  schema::SchemaView& schema() override { return schema_; }

  void cancel() noexcept override { handle_.interrupt(); }

 private:
  void describe_server() {
    server_.dialect = "sqlite";
    server_.product = "SQLite";
    server_.version_text = sqlite3_libversion();
    const int number = sqlite3_libversion_number();
    server_.version = {number / 1000000, number / 1000 % 1000, number % 1000};
  }

  void set_parameters(const driver::Url& url) {
    for (const auto& [name, value] : url.parameters) {
      if (name == "busy_timeout") {
        set_busy_timeout(value);
      } else if (contains(kPragmas, name)) {
        set_pragma(name, value);
      } else if (!url.jdbc && !contains(kUriParameters, name)) {
        throw Error(ErrorKind::Usage, fmt::format("unknown parameter '{}' in the URL", name))
            .with_hint(did_you_mean(name, kPragmas));
      }
    }
  }

  void set_busy_timeout(std::string_view text) {
    int milliseconds = 0;
    const auto [end, failed] =
        std::from_chars(text.data(), text.data() + text.size(), milliseconds);
    if (failed != std::errc() || end != text.data() + text.size() || milliseconds < 0) {
      throw Error(ErrorKind::Usage, "busy_timeout in the URL is not a number of milliseconds");
    }
    handle_.set_busy_timeout(milliseconds);
  }

  void set_pragma(std::string_view name, std::string_view value) {
    const bool is_word = !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
      return (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') || (c >= '0' && c <= '9') ||
             c == '-' || c == '_';
    });
    if (!is_word) {
      throw Error(ErrorKind::Usage, fmt::format("wrong value of '{}' in the URL", name));
    }
    handle_.execute(fmt::format("PRAGMA {} = '{}'", name, value));
  }

  // Opening reads nothing yet; what is no database shows only now.
  void read_first_page(const driver::Url& url) {
    try {
      handle_.query("PRAGMA schema_version");
    } catch (const Error& error) {
      const int code = error.sql() ? static_cast<int>(error.sql()->vendor_code) : SQLITE_ERROR;
      // Somebody is writing: it is a database, and whoever reads it will wait.
      if ((code & kPrimaryMask) == SQLITE_BUSY) return;
      throw open_error(nullptr, code, display_path(url));
    }
  }

  Handle handle_;
  SchemaReader schema_;
  driver::ServerInfo server_;
  RebuildGuard rebuild_{handle_};
};

}  // namespace

std::unique_ptr<driver::Connection> connect(const driver::ConnectOptions& options) {
  return std::make_unique<SqliteConnection>(options);
}

std::unique_ptr<driver::Connection> adopt(void* session, const driver::ConnectOptions&) {
  return std::make_unique<SqliteConnection>(static_cast<sqlite3*>(session));
}

std::string library_version() { return fmt::format("SQLite {}", sqlite3_libversion()); }

}  // namespace strata::sqlite
