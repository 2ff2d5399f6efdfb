#include "engine/sql/load_rows.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/model/date_value.h"
#include "engine/sql/type_text.h"

namespace strata::sql {
namespace {

constexpr std::size_t kMostMistakes = 20;
constexpr std::string_view kNull = "NULL";

// A longer statement gets no more rows: servers limit what they take at once (MariaDB 16 MB).
constexpr std::size_t kLongestStatement = 524288;

CsvForm form_of(const model::LoadData& change) {
  CsvForm form;
  const std::string separator = change.separator.value_or(",");
  if (!separator.empty()) form.separator = separator == "\\t" ? '\t' : separator.front();
  const std::string quote = change.quotchar.value_or("\"");
  form.quote = quote.empty() ? '\0' : quote.front();
  return form;
}

bool is_number(std::string_view text) {
  const auto skip_digits = [&] {
    const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(count);
    return count;
  };
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  std::size_t digits = skip_digits();
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    digits += skip_digits();
  }
  if (digits == 0) return false;
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    if (skip_digits() == 0) return false;
  }
  return text.empty();
}

bool is_one_of(std::string_view text, std::span<const std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return equals_ignore_case(word, text); });
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
                   const Target& target, std::size_t rows_per_statement)
    : LoadRows(dialect, static_cast<const model::LoadData&>(change), target, rows_per_statement) {
  update_ = &change;
  find_keys();
}

LoadRows::LoadRows(const Dialect& dialect, const model::LoadData& change, const Target& target,
                   std::size_t rows_per_statement)
    : dialect_(dialect),
      change_(change),
      target_(target),
      rows_per_statement_(rows_per_statement),
      comment_(model::comment_start(change)),
      table_(
          dialect.table_name(change.catalog_name, change.schema_name, change.table_name, target)) {
  in_ = change.data->open();
  reader_ = std::make_unique<CsvReader>(*in_, form_of(change));
  read_header();
  resolve_kinds();
  for (const Slot& slot : slots_) {
    if (slot.kind != Kind::Skip) columns_.push_back(slot.quoted);
  }
}

void LoadRows::fail(const std::string& message) const {
  Diagnostic mistake;
  mistake.path = change_.data->path;
  mistake.line = static_cast<std::uint32_t>(reader_->line());
  mistake.message = message;
  throw Error(ErrorKind::Changelog, message).with_diagnostics({std::move(mistake)});
}

void LoadRows::report(std::string message) {
  Diagnostic& mistake = bad_.emplace_back();
  mistake.path = change_.data->path;
  mistake.line = static_cast<std::uint32_t>(reader_->line());
  mistake.message = std::move(message);
  if (bad_.size() >= kMostMistakes) throw_if_bad();
}

void LoadRows::throw_if_bad() {
  if (bad_.empty()) return;
  const std::size_t count = bad_.size();
  throw Error(ErrorKind::Changelog,
              fmt::format("{} has {}{} bad value{}", change_.data->path,
                          count >= kMostMistakes ? "at least " : "", count, count == 1 ? "" : "s"))
      .with_diagnostics(std::exchange(bad_, {}));
}

bool LoadRows::next_row(std::vector<std::string>& fields) {
  while (true) {
    try {
      if (!reader_->next(fields)) return false;
    } catch (const Error& error) {
      fail(error.what());
    }
    const bool is_comment = !comment_.empty() && fields.front().starts_with(comment_);
    const bool is_blank = fields.size() == 1 && trim(fields.front()).empty();
    if (!is_comment && !is_blank) return true;
  }
}

const model::Column* LoadRows::config_for(std::size_t index, const std::string& header) const {
  for (const model::Column& column : change_.columns) {
    if (column.index && column.index->digits == std::to_string(index)) return &column;
  }
  for (const model::Column& column : change_.columns) {
    if (column.index) continue;
    const model::Text& name = column.header ? column.header : column.name;
    if (name && equals_ignore_case(trim(*name), header)) return &column;
  }
  return nullptr;
}

LoadRows::Kind LoadRows::kind_named(const model::Text& type) {
  static const std::map<std::string, Kind> kKinds{
      {"STRING", Kind::String},     {"NUMERIC", Kind::Numeric},   {"BOOLEAN", Kind::Boolean},
      {"DATE", Kind::Date},         {"DATETIME", Kind::Date},     {"TIME", Kind::Date},
      {"COMPUTED", Kind::Computed}, {"SEQUENCE", Kind::Sequence}, {"UUID", Kind::Uuid},
      {"BLOB", Kind::Blob},         {"CLOB", Kind::Clob},         {"OTHER", Kind::Other},
      {"SKIP", Kind::Skip}};
  const auto found = kKinds.find(to_upper(trim(type.value_or(""))));
  return found == kKinds.end() ? Kind::Unknown : found->second;
}

void LoadRows::read_header() {
  std::vector<std::string> fields;
  if (!next_row(fields)) {
    throw Error(ErrorKind::Changelog, fmt::format("{} is empty", change_.data->path));
  }
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string header(trim(fields[i]));
    Slot& slot = slots_.emplace_back();
    slot.config = config_for(i, header);
    slot.name =
        slot.config != nullptr && model::is_given(slot.config->name) ? *slot.config->name : header;
    if (slot.config != nullptr) slot.kind = kind_named(slot.config->type);
    if (slot.name.empty() && slot.kind != Kind::Skip)
      fail(fmt::format("column {} has no name", i + 1));
    slot.quoted = dialect_.quote(slot.name, ObjectKind::Column, target_);
  }
}

LoadRows::Kind LoadRows::kind_of_type(const std::string& type) const {
  constexpr std::array<std::string_view, 11> kNumbers{"int",       "integer", "bigint",  "smallint",
                                                      "mediumint", "tinyint", "number",  "decimal",
                                                      "double",    "float",   "currency"};
  constexpr std::array<std::string_view, 5> kDates{"date", "time", "datetime", "timestamp",
                                                   "smalldatetime"};
  constexpr std::array<std::string_view, 8> kStrings{"varchar",  "char", "nvarchar", "nchar",
                                                     "longtext", "text", "clob",     "longvarchar"};
  const TypeText parsed = parse_type(type);
  const std::string_view first = std::string_view(type).substr(0, type.find_first_of(" ("));
  const bool is_flag =
      parsed.name == "tinyint" && parsed.parameters.size() == 1 && parsed.parameters.front() == "1";
  if (parsed.name == "boolean" || is_flag) return Kind::Boolean;
  if (is_one_of(parsed.name, kNumbers) || is_one_of(first, kNumbers) ||
      equals_ignore_case(first, "numeric") || equals_ignore_case(first, "real")) {
    return Kind::Numeric;
  }
  if (is_one_of(parsed.name, kDates) || is_one_of(first, kDates)) return Kind::Date;
  if (parsed.name == "uuid") return Kind::Uuid;
  if (is_one_of(parsed.name, kStrings) || is_one_of(first, kStrings) ||
      equals_ignore_case(first, "character")) {
    return Kind::String;
  }
  return Kind::Other;
}

void LoadRows::resolve_kinds() {
  if (target_.schema == nullptr) return;
  const std::string schema = dialect_.traits().schemas
                                 ? change_.schema_name.value_or("")
                                 : change_.catalog_name.value_or(change_.schema_name.value_or(""));
  const auto table = target_.schema->table(schema, change_.table_name.value_or(""));
  if (!table) return;
  for (Slot& slot : slots_) {
    if (slot.kind != Kind::Unknown) continue;
    const schema::Column* column = table->find_column(slot.name);
    if (column != nullptr) slot.kind = kind_of_type(column->type);
  }
}

std::string LoadRows::default_value(const Slot& slot) const {
  if (slot.config == nullptr) return "";
  return dialect_.default_value(*slot.config, target_).value_or("");
}

std::string LoadRows::value(const Slot& slot, const std::string& text) {
  if (equals_ignore_case(text, kNull)) return std::string(kNull);
  if (trim(text).empty()) {
    if (slot.kind == Kind::Sequence && slot.config != nullptr) {
      const model::Text& name = slot.config->default_value_sequence_next
                                    ? slot.config->default_value_sequence_next
                                    : slot.config->default_value;
      if (name) return dialect_.next_value(*name, target_);
    }
    if (std::string given = default_value(slot); !given.empty()) return given;
    if (slot.kind == Kind::String) return dialect_.string_literal(text);
    return std::string(kNull);
  }
  return typed_value(slot, text);
}

std::string LoadRows::typed_value(const Slot& slot, const std::string& text) {
  constexpr std::array<std::string_view, 6> kTrue{"true", "t", "yes", "y", "1", "on"};
  constexpr std::array<std::string_view, 6> kFalse{"false", "f", "no", "n", "0", "off"};
  const std::string_view trimmed = trim(text);
  const bool is_now = equals_ignore_case(trimmed, dialect_.traits().current_timestamp);
  switch (slot.kind) {
    case Kind::Numeric:
      if (is_number(trimmed)) return std::string(trimmed);
      break;
    case Kind::Boolean:
      if (is_one_of(trimmed, kTrue)) return dialect_.boolean_literal(true);
      if (is_one_of(trimmed, kFalse)) return dialect_.boolean_literal(false);
      break;
    case Kind::Date:
      if (is_now) return std::string(trimmed);
      if (const model::Moment moment = model::parse_date_value(std::string(trimmed)))
        return dialect_.date_literal(*moment);
      break;
    case Kind::Computed:
      return text;
    case Kind::Sequence:
      return dialect_.next_value(text, target_);
    case Kind::Blob:
    case Kind::Clob:
      report(fmt::format("{}: values in files of their own are not supported yet", slot.name));
      return std::string(kNull);
    default:
      return is_now ? text : dialect_.string_literal(text);
  }
  report(fmt::format("{}: '{}' is no {}", slot.name, text,
                     slot.kind == Kind::Numeric   ? "number"
                     : slot.kind == Kind::Boolean ? "boolean"
                                                  : "date or time"));
  return std::string(kNull);
}

bool LoadRows::next_values(std::vector<std::string>& values) {
  std::vector<std::string> fields;
  if (!next_row(fields)) return false;
  values.clear();
  if (fields.size() != slots_.size()) {
    report(fmt::format("{} values for {} columns", fields.size(), slots_.size()));
    return true;
  }
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (slots_[i].kind != Kind::Skip) values.push_back(value(slots_[i], fields[i]));
  }
  return true;
}

bool LoadRows::next(Statements& statements) {
  statements.clear();
  return update_ == nullptr ? next_inserts(statements) : next_upserts(statements);
}

bool LoadRows::next_inserts(Statements& statements) {
  std::string text;
  std::vector<std::string> values;
  std::size_t rows = 0;
  while (rows < rows_per_statement_ && text.size() < kLongestStatement && next_values(values)) {
    if (values.empty()) continue;  // a bad row
    text += fmt::format("{}({})", rows++ == 0 ? "" : ",", fmt::join(values, ", "));
  }
  if (rows == 0 || !bad_.empty()) {
    // All mistakes are told together, and nothing of the file is to stay.
    while (!bad_.empty() && next_values(values)) {
    }
    throw_if_bad();
    return false;
  }
  statements =
      one(fmt::format("INSERT INTO {} ({}) VALUES {}", table_, fmt::join(columns_, ", "), text));
  return true;
}

void LoadRows::find_keys() {
  for (const std::string& key : split_trimmed(update_->primary_key.value_or(""), ',')) {
    const auto found = std::find_if(slots_.begin(), slots_.end(), [&](const Slot& slot) {
      return slot.kind != Kind::Skip && equals_ignore_case(slot.name, key);
    });
    if (found == slots_.end())
      fail(fmt::format("there is no column '{}', which is part of primaryKey", key));
    found->is_key = true;
  }
}

Upsert LoadRows::upsert(std::vector<std::string> values) const {
  Upsert row;
  row.table = table_;
  row.columns = columns_;
  row.only_update = update_->only_update.value_or(false);
  std::size_t at = 0;
  for (const Slot& slot : slots_) {
    if (slot.kind == Kind::Skip) continue;
    const std::string& value = values[at++];
    if (slot.is_key) {
      if (!row.condition.empty()) row.condition += " AND ";
      row.condition += value == kNull ? fmt::format("{} is NULL", slot.quoted)
                                      : fmt::format("{} = {}", slot.quoted, value);
    } else if (slot.config == nullptr || slot.config->allow_update.value_or(true)) {
      row.updates.emplace_back(slot.quoted, value);
    }
  }
  row.values = std::move(values);
  return row;
}

bool LoadRows::next_upserts(Statements& statements) {
  std::vector<std::string> values;
  std::size_t rows = 0;
  for (; rows < rows_per_statement_ && next_values(values); ++rows) {
    if (values.empty() || !bad_.empty()) continue;
    const Upsert row = upsert(std::move(values));
    append(statements, update_->removes
                           ? one(fmt::format("DELETE FROM {} WHERE {}", row.table, row.condition))
                           : dialect_.upsert(row));
  }
  if (!bad_.empty()) {
    while (next_values(values)) {
    }
    throw_if_bad();
  }
  return rows > 0;
}

}  // namespace strata::sql
