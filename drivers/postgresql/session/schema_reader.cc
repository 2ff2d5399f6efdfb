#include "drivers/postgresql/session/schema_reader.h"

#include <algorithm>

#include <map>

#include <fmt/format.h>

#include "engine/base/text.h"

namespace strata::postgresql {
namespace {

using schema::Schema;
using schema::Table;
using Row = std::vector<std::optional<std::string>>;

std::string literal(std::string_view text) {
  return "'" + replace_all(std::string(text), "'", "''") + "'";
}

std::string text(const Row& row, std::size_t column) { return row[column].value_or(""); }

bool is_true(const Row& row, std::size_t column) { return text(row, column) == "t"; }

Table* find(Schema& schema, const std::string& name) {
  const auto found = std::find_if(schema.tables.begin(), schema.tables.end(),
                                  [&](const Table& table) { return table.name == name; });
  return found == schema.tables.end() ? nullptr : &*found;
}

// Columns come joined by a character that no name can contain.
constexpr char kSeparator = '\x1f';
constexpr std::string_view kJoin = "E'\\x1f'";

// A column's name, or an expression in parentheses.
constexpr std::string_view kIndexColumn =
    "coalesce(a.attname, regexp_replace(pg_get_indexdef(x.indexrelid, k, true), "
    "'^([^(].*)$', '(\\1)'))";
// Without the columns that are only included, which servers before 11 do not have.
constexpr std::string_view kIndexKeys = "coalesce((to_jsonb(x)->>'indnkeyatts')::int, x.indnatts)";

std::vector<std::string> names(const std::string& joined) {
  std::vector<std::string> list;
  std::size_t start = 0;
  while (!joined.empty() && start <= joined.size()) {
    const std::size_t end = std::min(joined.find(kSeparator, start), joined.size());
    list.push_back(joined.substr(start, end - start));
    start = end + 1;
  }
  return list;
}

std::string rule(const std::string& code) {
  if (code == "c") return "CASCADE";
  if (code == "n") return "SET NULL";
  if (code == "d") return "SET DEFAULT";
  if (code == "r") return "RESTRICT";
  return "NO ACTION";
}

// The names of a constraint's columns in its order.
std::string column_names(std::string_view relation, std::string_view numbers) {
  return fmt::format(
      "(SELECT string_agg(a.attname, {} ORDER BY n.position) FROM unnest({}) WITH ORDINALITY AS "
      "n(number, position) "
      "JOIN pg_attribute a ON a.attrelid = {} AND a.attnum = n.number)",
      kJoin, numbers, relation);
}

}  // namespace

// Names in the tracking tables' and changes' spelling: as written, or as the server folds them.
std::string SchemaReader::named(std::string_view schema, std::string_view name) const {
  const std::string_view wanted = schema.empty() ? std::string_view(default_schema_) : schema;
  return fmt::format("s.nspname = {} AND t.relname IN ({}, {})", literal(wanted), literal(name),
                     literal(to_lower(name)));
}

bool SchemaReader::has_table(std::string_view schema, std::string_view name) {
  return !query_(fmt::format("SELECT 1 FROM pg_class t JOIN pg_namespace s ON s.oid = "
                             "t.relnamespace WHERE t.relkind IN ('r', 'p') AND {}",
                             named(schema, name)))
              .rows.empty();
}

std::optional<Table> SchemaReader::table(std::string_view schema, std::string_view name) {
  const std::string condition = named(schema, name);
  Schema found = read_tables(condition);
  if (found.tables.empty()) return std::nullopt;
  read_triggers(found, condition);
  const Table* exact = find(found, std::string(name));
  return exact != nullptr ? *exact : found.tables.front();
}

std::vector<schema::Object> SchemaReader::objects(std::string_view schema,
                                                  const schema::ObjectFilter& filter) {
  using Kind = schema::Object::Kind;
  const auto relations = [](std::string_view kinds) {
    return fmt::format(
        "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_index x ON "
        "x.indexrelid = c.oid LEFT JOIN pg_class t ON t.oid = x.indrelid WHERE c.relkind IN ({})",
        kinds);
  };
  const auto constraints = [](std::string_view kind) {
    return fmt::format(
        "(SELECT conname AS relname, conrelid, connamespace FROM pg_constraint WHERE contype = "
        "'{}') c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = "
        "t.relnamespace WHERE true",
        kind);
  };
  const std::map<Kind, std::string> sources{
      {Kind::Table, relations("'r', 'p', 'f'")}, {Kind::View, relations("'v', 'm'")},
      {Kind::Sequence, relations("'S'")},        {Kind::Index, relations("'i', 'I'")},
      {Kind::PrimaryKey, constraints("p")},      {Kind::UniqueConstraint, constraints("u")},
      {Kind::ForeignKey, constraints("f")}};
  const std::string_view validity = filter.kind == Kind::Index ? "x.indisvalid" : "true";
  std::string query = fmt::format("SELECT c.relname, t.relname, {} FROM {} AND n.nspname = {}",
                                  validity, sources.at(filter.kind),
                                  literal(schema.empty() ? default_schema_ : std::string(schema)));
  const auto restrict_to = [&](std::string_view column, std::string_view name) {
    if (!name.empty())
      query += fmt::format(" AND lower({}) = lower({})", column, literal(std::string(name)));
  };
  restrict_to("c.relname", filter.name);
  restrict_to("t.relname", filter.table);
  const driver::ResultSet rows = query_(query);
  std::vector<schema::Object> found;
  for (const Row& row : rows.rows) {
    found.push_back({filter.kind, text(row, 0), text(row, 1), is_true(row, 2)});
  }
  return found;
}

Schema SchemaReader::read() {
  const std::string condition = "s.nspname = " + literal(default_schema_);
  Schema schema = read_tables(condition);
  const driver::ResultSet views = query_(fmt::format(
      "SELECT viewname, definition FROM pg_views WHERE schemaname = {} ORDER BY viewname",
      literal(default_schema_)));
  for (const Row& row : views.rows) schema.views.push_back({"", text(row, 0), text(row, 1)});
  if (!schema.tables.empty() || !schema.views.empty()) read_triggers(schema, condition);
  return schema;
}

Schema SchemaReader::read_tables(const std::string& condition) {
  Schema schema;
  const driver::ResultSet tables =
      query_(fmt::format("SELECT t.relname, obj_description(t.oid, 'pg_class') FROM pg_class t "
                         "JOIN pg_namespace s ON s.oid = t.relnamespace WHERE t.relkind IN ('r', "
                         "'p') AND {} ORDER BY t.relname",
                         condition));
  for (const Row& row : tables.rows) {
    Table& table = schema.tables.emplace_back();
    table.name = text(row, 0);
    table.remarks = row[1];
  }
  if (schema.tables.empty()) return schema;
  read_columns(schema, condition);
  read_constraints(schema, condition);
  read_indexes(schema, condition);
  return schema;
}

void SchemaReader::read_columns(Schema& schema, const std::string& condition) {
  // to_jsonb leaves out what older servers do not have yet: identity (10), generated (12).
  const driver::ResultSet columns = query_(fmt::format(
      "SELECT t.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, "
      "pg_get_expr(d.adbin, d.adrelid), coalesce(to_jsonb(a)->>'attidentity', '') <> '', "
      "coalesce(to_jsonb(a)->>'attgenerated', '') <> '', col_description(t.oid, a.attnum) "
      "FROM pg_class t JOIN pg_namespace s ON s.oid = t.relnamespace "
      "JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped "
      "LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum "
      "WHERE t.relkind IN ('r', 'p') AND {} ORDER BY t.relname, a.attnum",
      condition));
  for (const Row& row : columns.rows) {
    Table* table = find(schema, text(row, 0));
    schema::Column& column = table->columns.emplace_back();
    column.name = text(row, 1);
    column.type = text(row, 2);
    column.nullable = !is_true(row, 3);
    // An identity column, or a serial one.
    column.auto_increment = is_true(row, 5) || text(row, 4).starts_with("nextval(");
    (is_true(row, 6) ? column.generated : column.default_expression) = row[4];
    column.remarks = row[7];
  }
}

void SchemaReader::read_constraints(Schema& schema, const std::string& condition) {
  const driver::ResultSet constraints = query_(fmt::format(
      "SELECT t.relname, c.conname, c.contype, {}, r.relname, {}, c.confdeltype, c.confupdtype, "
      "c.condeferrable, c.condeferred, pg_get_constraintdef(c.oid) FROM pg_constraint c "
      "JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace s ON s.oid = t.relnamespace "
      "LEFT JOIN pg_class r ON r.oid = c.confrelid WHERE {} ORDER BY t.relname, c.conname",
      column_names("c.conrelid", "c.conkey"), column_names("c.confrelid", "c.confkey"), condition));
  for (const Row& row : constraints.rows) {
    Table* table = find(schema, text(row, 0));
    if (table == nullptr) continue;
    const std::string kind = text(row, 2);
    const schema::Key key{text(row, 1), names(text(row, 3))};
    if (kind == "p") table->primary_key = key;
    if (kind == "u") table->unique_keys.push_back(key);
    if (kind == "c") table->checks.push_back(text(row, 1) + " " + text(row, 10));
    if (kind == "f") {
      table->foreign_keys.push_back({key.name, key.columns, text(row, 4), names(text(row, 5)),
                                     rule(text(row, 6)), rule(text(row, 7)), is_true(row, 8),
                                     is_true(row, 9)});
    }
  }
}

void SchemaReader::read_indexes(Schema& schema, const std::string& condition) {
  const driver::ResultSet indexes = query_(fmt::format(
      "SELECT t.relname, i.relname, x.indisunique, (SELECT string_agg({} || "
      "CASE WHEN x.indoption[k - 1] & 1 = 1 THEN ' DESC' ELSE '' END, {} ORDER BY k) "
      "FROM generate_series(1, {}) k LEFT JOIN pg_attribute a "
      "ON a.attrelid = x.indrelid AND a.attnum = x.indkey[k - 1] AND a.attnum > 0), "
      "pg_get_indexdef(x.indexrelid) FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid "
      "JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_namespace s ON s.oid = t.relnamespace "
      "WHERE {} AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = x.indexrelid "
      "AND c.contype IN ('p', 'u', 'x')) ORDER BY t.relname, i.relname",
      kIndexColumn, kJoin, kIndexKeys, condition));
  for (const Row& row : indexes.rows) {
    Table* table = find(schema, text(row, 0));
    if (table == nullptr) continue;
    table->indexes.push_back({text(row, 1), is_true(row, 2), names(text(row, 3)), text(row, 4)});
  }
}

void SchemaReader::read_triggers(Schema& schema, const std::string& condition) {
  const driver::ResultSet triggers = query_(fmt::format(
      "SELECT t.relname, g.tgname, pg_get_triggerdef(g.oid) FROM pg_trigger g "
      "JOIN pg_class t ON t.oid = g.tgrelid JOIN pg_namespace s ON s.oid = t.relnamespace "
      "WHERE NOT g.tgisinternal AND {} ORDER BY t.relname, g.tgname",
      condition));
  for (const Row& row : triggers.rows) {
    const std::string owner = text(row, 0);
    schema::Trigger trigger{text(row, 1), text(row, 2)};
    if (Table* table = find(schema, owner)) {
      table->triggers.push_back(std::move(trigger));
      continue;
    }
    for (schema::View& view : schema.views) {
      if (view.name == owner) view.triggers.push_back(trigger);
    }
  }
}

}  // namespace strata::postgresql
