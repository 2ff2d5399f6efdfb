#include "drivers/postgresql/session/row_sink.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <pqxx/pqxx>

#include "engine/base/bytes_text.h"
#include "engine/base/text.h"

namespace strata::postgresql {
namespace {

using sql::RowsForm;
using sql::RowValue;

constexpr std::string_view kStage = "pg_temp.strata_rows";

std::string literal(std::string_view text) {
  return "'" + replace_all(std::string(text), "'", "''") + "'";
}

bool is_merged(const RowsForm& form) { return !form.keys.empty(); }

// The columns' types (of domains, the type beneath); fewer than there are columns if this way is
// not open.
std::vector<std::string> types_of(CopySession& session, const RowsForm& form) {
  std::vector<std::string> names;
  for (const std::string& column : form.columns) names.push_back(literal(column));
  // Where the rows go beside their table first, they arrive by INSERT and UPDATE.
  const std::string_view condition =
      is_merged(form) ? "has_database_privilege(current_database(), 'TEMPORARY')"
                      : "c.relkind IN ('r', 'p') AND NOT c.relrowsecurity AND NOT c.relhasrules "
                        "AND a.attidentity <> 'a'";
  const driver::ResultSet found = session.query(fmt::format(
      "SELECT format_type(CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END, NULL) FROM "
      "unnest(ARRAY[{}]) WITH ORDINALITY w (name, place) JOIN pg_class c ON c.oid = "
      "to_regclass({}) JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped AND "
      "a.attname = (parse_ident(w.name))[1] JOIN pg_type t ON t.oid = a.atttypid WHERE {} "
      "ORDER BY w.place",
      fmt::join(names, ", "), literal(form.table), condition));
  std::vector<std::string> types;
  for (const auto& row : found.rows) types.push_back(row[0].value_or(""));
  return types;
}

// What COPY makes of a text in a column of that type, as far as it matters.
enum class Taker : std::uint8_t { Integer, Number, Boolean, Bytes, Other };

Taker taker_of(std::string_view type) {
  if (type == "smallint" || type == "integer" || type == "bigint") return Taker::Integer;
  if (type == "numeric" || type == "real" || type == "double precision") return Taker::Number;
  if (type == "boolean") return Taker::Boolean;
  return type == "bytea" ? Taker::Bytes : Taker::Other;
}

void append_escaped(std::string& line, std::string_view text) {
  while (true) {
    const std::size_t plain = std::min(text.find_first_of("\\\n\r\t"), text.size());
    line += text.substr(0, plain);
    if (plain == text.size()) return;
    line += '\\';
    switch (text[plain]) {
      case '\n':
        line += 'n';
        break;
      case '\r':
        line += 'r';
        break;
      case '\t':
        line += 't';
        break;
      default:
        line += '\\';
    }
    text.remove_prefix(plain + 1);
  }
}

// In COPY's text format.
void append_value(std::string& line, const RowValue& value) {
  switch (value.kind) {
    case RowValue::Kind::Null:
      line += "\\N";
      break;
    case RowValue::Kind::Bytes:
      line += "\\\\x" + to_hex(value.text);
      break;
    case RowValue::Kind::Text:
      append_escaped(line, value.text);
      break;
    default:
      line += value.text;
  }
}

constexpr std::size_t kMostHeld = 32768;  // bytes

class PostgresqlRowSink final : public driver::RowSink {
 public:
  PostgresqlRowSink(CopySession& session, const RowsForm& form,
                    const std::vector<std::string>& types)
      : session_(session), form_(form), columns_(form.columns) {
    for (const std::string& type : types) takers_.push_back(taker_of(type));
    if (is_merged(form_)) columns_.emplace_back("strata_number");
  }

  ~PostgresqlRowSink() override {
    if (!copy_) return;
    try {
      // What closes the stream would let the rows stand; a line with too many values does not.
      copy_->write(std::string(columns_.size(), '\t'));
      copy_->complete();
    } catch (const std::exception& error) {
      copy_.reset();
      session_.failed(error, statement());
    }
    copy_.reset();
  }

  bool add(const sql::Row& row) override {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (!takes(row[i], takers_[i])) return false;
    }
    if (!copy_) start();
    if (!lines_.empty()) lines_ += '\n';
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) lines_ += '\t';
      append_value(lines_, row[i]);
    }
    ++rows_;
    if (is_merged(form_)) lines_ += fmt::format("\t{}", rows_);
    if (lines_.size() >= kMostHeld) write();
    return true;
  }

  std::int64_t flush() override {
    if (!copy_) return 0;
    write();
    guarded([&] { copy_->complete(); });
    copy_.reset();
    const std::size_t rows = std::exchange(rows_, 0);
    return is_merged(form_) ? merge() : static_cast<std::int64_t>(rows);
  }

 private:
  // Whether COPY makes the same of its text as a statement: it knows no conversions.
  static bool takes(const RowValue& value, Taker taker) {
    switch (value.kind) {
      case RowValue::Kind::Null:
        return true;
      case RowValue::Kind::Number:
        return taker == Taker::Number ||
               (taker == Taker::Integer &&
                value.text.find_first_not_of("0123456789-+") == std::string::npos);
      case RowValue::Kind::Boolean:
        return taker == Taker::Boolean;
      case RowValue::Kind::Text:
      case RowValue::Kind::Moment:
        return value.text.find('\0') == std::string::npos;
      case RowValue::Kind::Bytes:
        return taker == Taker::Bytes;
      case RowValue::Kind::Expression:
        break;
    }
    return false;
  }

  std::string table() const { return is_merged(form_) ? std::string(kStage) : form_.table; }

  std::string statement() const {
    return fmt::format("COPY {} ({}) FROM STDIN", table(), fmt::join(columns_, ", "));
  }

  void write() {
    if (lines_.empty()) return;
    guarded([&] { copy_->write(lines_); });
    lines_.clear();
  }

  void start() {
    lines_.clear();
    if (is_merged(form_)) {
      session_.execute(fmt::format(
          "CREATE TEMPORARY TABLE strata_rows AS SELECT {}, 0::bigint AS strata_number, 0::bigint "
          "AS strata_round FROM {} WITH NO DATA",
          fmt::join(form_.columns, ", "), form_.table));
    }
    guarded([&] {
      copy_.emplace(session_.handle(),
                    fmt::format("{} ({}) FROM STDIN", table(), fmt::join(columns_, ", ")));
    });
  }

  template <typename Work>
  void guarded(const Work& work) {
    try {
      work();
    } catch (const std::exception& error) {
      const std::optional<std::size_t> line = line_of_copy(error.what());
      copy_.reset();
      Error own = session_.failed(error, statement());
      if (!line || !own.sql()) throw own;
      SqlFailure failure = *own.sql();
      failure.row = *line - 1;
      // It would name the row as a line of the file, which it is not.
      throw std::move(own).with_sql(std::move(failure)).with_hint("");
    }
  }

  std::string list(std::string_view prefix, const std::vector<std::size_t>& places) const {
    std::vector<std::string> names;
    for (const std::size_t place : places)
      names.push_back(std::string(prefix) + form_.columns[place]);
    return fmt::format("{}", fmt::join(names, ", "));
  }

  std::string same_keys() const {
    std::string condition;
    for (const std::size_t key : form_.keys) {
      condition +=
          fmt::format("{0}t.{1} = r.{1}", condition.empty() ? "" : " AND ", form_.columns[key]);
    }
    return condition;
  }

  // Rows with the same key come one after the other, as in the file: those of the first round are
  // the first of each key. Mostly there is one round, of which the rows know nothing.
  std::size_t find_rounds() {
    const std::string keys = list("", form_.keys);
    const driver::ResultSet most = session_.query(
        fmt::format("SELECT coalesce(max(times), 0) FROM (SELECT count(*) AS times FROM {} GROUP "
                    "BY {}) counted",
                    kStage, keys));
    const std::size_t rounds = std::stoul(most.rows.at(0).at(0).value_or("0"));
    if (rounds > 1) {
      session_.execute(fmt::format(
          "UPDATE {0} r SET strata_round = n.round FROM (SELECT strata_number, row_number() OVER "
          "(PARTITION BY {1} ORDER BY strata_number) AS round FROM {0}) n WHERE n.strata_number = "
          "r.strata_number",
          kStage, keys));
      session_.execute(fmt::format("CREATE INDEX ON {} (strata_round)", kStage));
    }
    return rounds;
  }

  std::int64_t merge() {
    std::int64_t changed = 0;
    if (form_.removes) {
      changed = session_.execute(
          fmt::format("DELETE FROM {} t USING {} r WHERE {}", form_.table, kStage, same_keys()));
    } else {
      const std::size_t rounds = find_rounds();
      session_.execute(fmt::format("ANALYZE {}", kStage));
      if (rounds == 1) changed = merge_rows("true");
      for (std::size_t round = 1; rounds > 1 && round <= rounds; ++round)
        changed += merge_rows(fmt::format("r.strata_round = {}", round));
    }
    session_.execute(fmt::format("DROP TABLE {}", kStage));
    return changed;
  }

  std::int64_t merge_rows(const std::string& condition) {
    std::int64_t changed = 0;
    if (!form_.updates.empty()) {
      std::vector<std::string> updates;
      for (const std::size_t place : form_.updates)
        updates.push_back(fmt::format("{0} = r.{0}", form_.columns[place]));
      changed =
          session_.execute(fmt::format("UPDATE {} t SET {} FROM {} r WHERE {} AND {}", form_.table,
                                       fmt::join(updates, ", "), kStage, same_keys(), condition));
    }
    if (form_.inserts) {
      changed += session_.execute(fmt::format(
          "INSERT INTO {0} ({1}) SELECT {1} FROM {2} r WHERE {3} AND NOT EXISTS (SELECT 1 FROM {0} "
          "t WHERE {4}) ORDER BY r.strata_number",
          form_.table, fmt::join(form_.columns, ", "), kStage, condition, same_keys()));
    }
    return changed;
  }

  CopySession& session_;
  RowsForm form_;
  std::vector<std::string> columns_;  // of the COPY
  std::vector<Taker> takers_;         // of the columns
  std::string lines_;                 // not written yet
  std::optional<Copy> copy_;
  std::size_t rows_ = 0;
};

}  // namespace

std::unique_ptr<driver::RowSink> take_rows(CopySession& session, const RowsForm& form) {
  const std::vector<std::string> types = types_of(session, form);
  if (types.size() != form.columns.size()) return nullptr;
  return std::make_unique<PostgresqlRowSink>(session, form, types);
}

}  // namespace strata::postgresql
