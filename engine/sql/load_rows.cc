#include "engine/sql/load_rows.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"

namespace strata::sql {
namespace {

constexpr std::size_t kMostMistakes = 20;
constexpr std::string_view kNull = "NULL";

// A statement with more gets no further rows: servers limit what they take at once (MariaDB 16 MB).
constexpr std::size_t kMostRows = 500;
constexpr std::size_t kLongestStatement = 524288;

CsvForm form_of(const model::LoadData& change) {
  CsvForm form;
  const std::string separator = change.separator.value_or(",");
  if (!separator.empty()) form.separator = separator == "\\t" ? '\t' : separator.front();
  const std::string quote = change.quotchar.value_or("\"");
  form.quote = quote.empty() ? '\0' : quote.front();
  return form;
}

std::string literal(const Dialect& dialect, const RowValue& value) {
  switch (value.kind) {
    case RowValue::Kind::Null:
      return std::string(kNull);
    case RowValue::Kind::Text:
      return dialect.string_literal(value.text);
    case RowValue::Kind::Boolean:
      return dialect.boolean_literal(value.text == "true");
    case RowValue::Kind::Bytes:
      return dialect.bytes_literal(value.text);
    case RowValue::Kind::Moment:
      return dialect.date_literal(*value.moment);
    default:
      return value.text;
  }
}

std::string deletion(const std::vector<Upsert>& rows) {
  std::string conditions;
  for (const Upsert& row : rows) conditions += (conditions.empty() ? "" : " OR ") + row.condition;
  return fmt::format("DELETE FROM {} WHERE {}", rows.front().table, conditions);
}

}  // namespace

std::string Upsert::assignments() const {
  std::vector<std::string> texts;
  for (const auto& [column, value] : updates)
    texts.push_back(fmt::format("{} = {}", column, value));
  std::sort(texts.begin(), texts.end());
  return fmt::format("{}", fmt::join(texts, ", "));
}

LoadRows::LoadRows(const Dialect& dialect, const model::LoadUpdateData& change,
                   const Target& target, LoadStyle style)
    : LoadRows(dialect, static_cast<const model::LoadData&>(change), target, style) {
  update_ = &change;
  find_keys();
}

LoadRows::LoadRows(const Dialect& dialect, const model::LoadData& change, const Target& target,
                   LoadStyle style)
    : dialect_(dialect),
      change_(change),
      target_(target),
      style_(style),
      comment_(model::comment_start(change)),
      table_(
          dialect.table_name(change.catalog_name, change.schema_name, change.table_name, target)) {
  open();
  read_header();
}

void LoadRows::open() {
  in_ = change_.data->open();
  reader_ = std::make_unique<CsvReader>(*in_, form_of(change_));
}

void LoadRows::check() {
  for (Row row; next(row);) {
  }
  open();
  std::vector<std::string> header;
  next_fields(header, true);
}

void LoadRows::fail(const std::string& message) const {
  Diagnostic mistake;
  mistake.path = path();
  mistake.line = static_cast<std::uint32_t>(line());
  mistake.message = message;
  throw Error(ErrorKind::Changelog, message).with_diagnostics({std::move(mistake)});
}

void LoadRows::report(std::string message) {
  Diagnostic& mistake = bad_.emplace_back();
  mistake.path = path();
  mistake.line = static_cast<std::uint32_t>(line());
  mistake.message = std::move(message);
  if (bad_.size() >= kMostMistakes) throw_if_bad();
}

void LoadRows::throw_if_bad() {
  if (bad_.empty()) return;
  const std::size_t count = bad_.size();
  throw Error(ErrorKind::Changelog,
              fmt::format("{} has {}{} bad value{}", path(),
                          count >= kMostMistakes ? "at least " : "", count, count == 1 ? "" : "s"))
      .with_diagnostics(std::exchange(bad_, {}));
}

bool LoadRows::next_fields(std::vector<std::string>& fields, bool is_header) {
  while (true) {
    try {
      if (!reader_->next(fields)) return false;
    } catch (const Error& error) {
      fail(error.what());
    }
    const bool is_comment = !is_header && !comment_.empty() && fields.front().starts_with(comment_);
    const bool is_blank = fields.size() == 1 && trim(fields.front()).empty();
    if (!is_comment && !is_blank) return true;
  }
}

// As the reference does it: each header takes the first column of its name, header or index, which
// then has that place and that header, or is a column of its own.
void LoadRows::assign_columns(const std::vector<std::string>& headers) {
  configs_ = change_.columns;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    const std::string header(trim(headers[i]));
    const std::string index = std::to_string(i);
    auto found = std::find_if(configs_.begin(), configs_.end(), [&](const model::Column& column) {
      return column.name == header || column.header == header ||
             (column.index && column.index->digits == index);
    });
    if (found == configs_.end()) {
      found = configs_.emplace(configs_.end());
      found->name = header;
    }
    found->header = header;
    found->index = model::Integer{index};
  }
}

const model::Column* LoadRows::config_for(std::size_t index, std::string_view header) const {
  const auto is_header = [&](const model::Text& text) {
    return text && equals_ignore_case(trim(*text), header);
  };
  const auto found =
      std::find_if(configs_.begin(), configs_.end(), [&](const model::Column& column) {
        return (column.index && column.index->digits == std::to_string(index)) ||
               is_header(column.header) || is_header(column.name);
      });
  return found == configs_.end() ? nullptr : &*found;
}

std::optional<schema::Table> LoadRows::table() const {
  if (target_.schema == nullptr) return std::nullopt;
  const std::string schema = dialect_.traits().schemas
                                 ? change_.schema_name.value_or("")
                                 : change_.catalog_name.value_or(change_.schema_name.value_or(""));
  return target_.schema->table(schema, change_.table_name.value_or(""));
}

void LoadRows::read_header() {
  std::vector<std::string> fields;
  if (!next_fields(fields, true)) {
    throw Error(ErrorKind::Changelog, fmt::format("{} is empty", path()));
  }
  assign_columns(fields);
  const std::optional<schema::Table> known = table();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string header(trim(fields[i]));
    const model::Column* config = config_for(i, header);
    const bool renamed = config != nullptr && model::is_given(config->name);
    const std::string& name = renamed ? *config->name : header;
    LoadType type =
        config != nullptr ? load_type_named(config->type.value_or("")) : LoadType::Unknown;
    if (type == LoadType::Unknown && known) {
      const schema::Column* column = known->find_column(name);
      if (column != nullptr) type = load_type_for(column->type);
    }
    const LoadColumn& column =
        columns_.emplace_back(dialect_, target_, *change_.data, name, config, type);
    if (column.is_skipped()) continue;
    if (name.empty()) fail(fmt::format("column {} has no name", i + 1));
    if (std::find(names_.begin(), names_.end(), column.quoted()) != names_.end())
      fail(fmt::format("there are two columns '{}'", name));
    names_.push_back(column.quoted());
  }
}

void LoadRows::find_keys() {
  const std::vector<std::string> wanted = split_trimmed(update_->primary_key.value_or(""), ',');
  std::vector<bool> found(wanted.size());
  std::size_t place = 0;
  for (const LoadColumn& column : columns_) {
    if (column.is_skipped()) continue;
    const auto key = std::find_if(wanted.begin(), wanted.end(), [&](const std::string& name) {
      return equals_ignore_case(name, column.name());
    });
    if (key != wanted.end()) {
      found[static_cast<std::size_t>(key - wanted.begin())] = true;
      keys_.push_back(place);
    } else if (column.may_be_updated()) {
      updates_.push_back(place);
    }
    ++place;
  }
  const auto missing = std::find(found.begin(), found.end(), false);
  if (missing != found.end()) {
    fail(fmt::format("there is no column '{}', which is part of primaryKey",
                     wanted[static_cast<std::size_t>(missing - found.begin())]));
  }
}

void LoadRows::convert(const std::vector<std::string>& fields, Row& row) {
  row.clear();
  if (fields.size() != columns_.size()) {
    return report(fmt::format("{} values for {} columns", fields.size(), columns_.size()));
  }
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].is_skipped()) continue;
    try {
      row.push_back(columns_[i].value(fields[i]));
    } catch (const Error& error) {
      report(error.what());
    }
  }
}

bool LoadRows::next(Row& row) {
  std::vector<std::string> fields;
  while (next_fields(fields)) {
    convert(fields, row);
    // All mistakes are told together, and nothing of the file is to stay.
    if (bad_.empty()) return true;
  }
  throw_if_bad();
  return false;
}

bool LoadRows::is_plain(const Row& row) const {
  const bool has_expression = std::any_of(row.begin(), row.end(), [](const RowValue& value) {
    return value.kind == RowValue::Kind::Expression;
  });
  return !has_expression && std::none_of(keys_.begin(), keys_.end(), [&](std::size_t key) {
    return row[key].kind == RowValue::Kind::Null;
  });
}

RowsForm LoadRows::form() const {
  RowsForm form;
  form.table = table_;
  form.columns = names_;
  form.keys = keys_;
  form.updates = updates_;
  form.inserts = update_ == nullptr || !update_->only_update.value_or(false);
  form.removes = update_ != nullptr && update_->removes;
  Row row;
  for (std::size_t i = 1; i <= names_.size(); ++i)
    row.push_back({RowValue::Kind::Expression, fmt::format("?{}", i), {}});
  for (Statement& statement : statements(row)) form.statements.push_back(std::move(statement.text));
  return form;
}

std::vector<std::string> LoadRows::literals(const Row& row) const {
  std::vector<std::string> texts;
  texts.reserve(row.size());
  for (const RowValue& value : row) texts.push_back(literal(dialect_, value));
  return texts;
}

Upsert LoadRows::upsert(std::vector<std::string> values) const {
  Upsert row;
  row.table = table_;
  row.columns = names_;
  row.only_update = update_->only_update.value_or(false);
  for (const std::size_t key : keys_) {
    if (!row.condition.empty()) row.condition += " AND ";
    row.condition += values[key] == kNull ? fmt::format("{} is NULL", names_[key])
                                          : fmt::format("{} = {}", names_[key], values[key]);
  }
  for (const std::size_t place : updates_) row.updates.emplace_back(names_[place], values[place]);
  row.values = std::move(values);
  return row;
}

Statements LoadRows::statements(const Row& row) const {
  if (update_ == nullptr) {
    return one(fmt::format("INSERT INTO {} ({}) VALUES ({})", table_, fmt::join(names_, ", "),
                           fmt::join(literals(row), ", ")));
  }
  const Upsert change = upsert(literals(row));
  return update_->removes ? one(deletion({change})) : dialect_.upsert(change);
}

bool LoadRows::next(Statements& statements) {
  statements.clear();
  lines_.clear();
  return update_ == nullptr ? next_inserts(statements) : next_upserts(statements);
}

bool LoadRows::is_full(std::size_t rows, std::size_t size) const {
  const std::size_t most =
      style_ == LoadStyle::Fast ? kMostRows : dialect_.traits().rows_per_insert;
  return rows >= most || size >= kLongestStatement;
}

bool LoadRows::next_inserts(Statements& statements) {
  std::string text;
  std::size_t rows = 0;
  for (Row row; !is_full(rows, text.size()) && next(row); ++rows) {
    lines_.push_back(static_cast<std::uint32_t>(line()));
    text += fmt::format("{}({})", rows == 0 ? "" : ",", fmt::join(literals(row), ", "));
  }
  if (rows == 0) return false;
  statements =
      one(fmt::format("INSERT INTO {} ({}) VALUES {}", table_, fmt::join(names_, ", "), text));
  return true;
}

bool LoadRows::next_upserts(Statements& statements) {
  std::vector<Upsert> rows;
  std::size_t size = 0;
  for (Row row; !is_full(rows.size(), size) && next(row);) {
    lines_.push_back(static_cast<std::uint32_t>(line()));
    for (const std::string& value : rows.emplace_back(upsert(literals(row))).values)
      size += value.size();
  }
  if (rows.empty()) return false;
  if (style_ == LoadStyle::Fast) {
    statements = update_->removes ? one(deletion(rows)) : dialect_.upsert_all(rows);
  } else {
    for (const Upsert& row : rows)
      append(statements, update_->removes ? one(deletion({row})) : dialect_.upsert(row));
  }
  return true;
}

}  // namespace strata::sql
