#include "engine/sql/dialect.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/base/bytes_text.h"
#include "engine/base/error.h"
#include "engine/base/overloaded.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/sql/load_rows.h"
#include "engine/sql/one_value.h"
#include "engine/sql/type_text.h"

namespace strata::sql {
namespace {

template <typename Body, typename... Types>
constexpr bool kIsOneOf = (std::is_same_v<Body, Types> || ...);
template <typename Body>
constexpr bool kIsOfSequence = kIsOneOf<Body, model::CreateSequence, model::AlterSequence,
                                        model::DropSequence, model::RenameSequence>;
template <typename Body>
constexpr bool kIsOfProcedure = kIsOneOf<Body, model::CreateProcedure, model::DropProcedure,
                                         model::CreateFunction, model::DropFunction>;
template <typename Body>
constexpr bool kIsOfType = kIsOneOf<Body, model::CreateType, model::AddTypeValue, model::DropType>;
template <typename Body>
constexpr bool kIsOfRemarks = kIsOneOf<Body, model::SetTableRemarks, model::SetColumnRemarks>;

// The reference does nothing for these where there are no sequences, and changelogs for several
// databases count on it.
bool is_left_out(const model::ChangeBody& change) {
  return std::holds_alternative<model::CreateSequence>(change) ||
         std::holds_alternative<model::AlterSequence>(change) ||
         std::holds_alternative<model::DropSequence>(change);
}

bool is_word_character(char c) {
  const bool letter = ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
  return letter || (c >= '0' && c <= '9') || c == '_';
}

// The reference reads them and makes nothing of them.
void warn_of_checks(const model::Change& change, Diagnostics& diagnostics) {
  const auto look_at = [&](const std::vector<model::Column>& columns) {
    for (const model::Column& column : columns) {
      if (!column.constraints || !model::is_given(column.constraints->check_constraint)) continue;
      diagnostics.warning(column.at,
                          fmt::format("{}: checkConstraint of a column is left out, as Liquibase "
                                      "leaves it out",
                                      model::type_of(change).name),
                          "addCheckConstraint makes a check");
    }
  };
  if (const auto* table = std::get_if<model::CreateTable>(&change.body)) look_at(table->columns);
  if (const auto* added = std::get_if<model::AddColumn>(&change.body)) look_at(added->columns);
}

}  // namespace

Statements Dialect::render(const model::Change& change, const Target& target) const {
  const auto make = Overloaded{
      [&](const model::CreateTable& c) { return create_table(c, target); },
      [&](const model::DropTable& c) { return drop_table(c, target); },
      [&](const model::RenameTable& c) { return rename_table(c, target); },
      [&](const model::AddColumn& c) { return add_column(c, target); },
      [&](const model::DropColumn& c) { return drop_column(c, target); },
      [&](const model::RenameColumn& c) { return rename_column(c, target); },
      [&](const model::ModifyDataType& c) { return modify_data_type(c, target); },
      [&](const model::AddDefaultValue& c) { return add_default_value(c, target); },
      [&](const model::DropDefaultValue& c) { return drop_default_value(c, target); },
      [&](const model::AddPrimaryKey& c) { return add_primary_key(c, target); },
      [&](const model::DropPrimaryKey& c) { return drop_primary_key(c, target); },
      [&](const model::AddForeignKeyConstraint& c) { return add_foreign_key(c, target); },
      [&](const model::DropForeignKeyConstraint& c) { return drop_foreign_key(c, target); },
      [&](const model::AddUniqueConstraint& c) { return add_unique(c, target); },
      [&](const model::DropUniqueConstraint& c) { return drop_unique(c, target); },
      [&](const model::AddNotNullConstraint& c) { return add_not_null(c, target); },
      [&](const model::DropNotNullConstraint& c) { return drop_not_null(c, target); },
      [&](const model::CreateIndex& c) { return create_index(c, target); },
      [&](const model::DropIndex& c) { return drop_index(c, target); },
      [&](const model::CreateView& c) { return create_view(c, target); },
      [&](const model::DropView& c) { return drop_view(c, target); },
      [&](const model::Insert& c) { return insert(c, target); },
      [&](const model::Update& c) { return update(c, target); },
      [&](const model::Delete& c) { return delete_rows(c, target); },
      [&](const model::Sql& c) { return raw_sql(c, target); },
      [&](const model::SqlFile& c) { return sql_file(c, target); },
      [&](const model::AddAutoIncrement& c) { return add_auto_increment(c, target); },
      [&](const model::SetTableRemarks& c) { return set_table_remarks(c, target); },
      [&](const model::SetColumnRemarks& c) { return set_column_remarks(c, target); },
      [&](const model::DropAllForeignKeyConstraints& c) {
        return drop_all_foreign_keys(c, target);
      },
      [&](const model::AddCheckConstraint& c) { return add_check(c, target); },
      [&](const model::DropCheckConstraint& c) { return drop_check(c, target); },
      [&](const model::EnableCheckConstraint& c) { return switch_check(c, true, target); },
      [&](const model::DisableCheckConstraint& c) { return switch_check(c, false, target); },
      [&](const model::CreateSequence& c) { return create_sequence(c, target); },
      [&](const model::AlterSequence& c) { return alter_sequence(c, target); },
      [&](const model::DropSequence& c) { return drop_sequence(c, target); },
      [&](const model::RenameSequence& c) { return rename_sequence(c, target); },
      [&](const model::CreateType& c) { return create_type(c, target); },
      [&](const model::AddTypeValue& c) { return add_type_value(c, target); },
      [&](const model::DropType& c) { return drop_type(c, target); },
      [&](const model::RenameView& c) { return rename_view(c, target); },
      [&](const model::CreateProcedure& c) { return create_program("PROCEDURE", c, target); },
      [&](const model::DropProcedure& c) { return drop_program("PROCEDURE", c, target); },
      [&](const model::CreateFunction& c) { return create_program("FUNCTION", c, target); },
      [&](const model::DropFunction& c) { return drop_program("FUNCTION", c, target); },
      [&](const model::CreateTrigger& c) { return create_trigger(c, target); },
      [&](const model::DropTrigger& c) { return drop_trigger(c, target); },
      [&](const model::RenameTrigger& c) { return rename_trigger(c, target); },
      [&](const model::EnableTrigger& c) { return switch_trigger(c, true, target); },
      [&](const model::DisableTrigger& c) { return switch_trigger(c, false, target); },
      [&](const model::LoadData& c) { return all_rows(c, target); },
      [&](const model::LoadUpdateData& c) { return all_rows(c, target); },
      // The history row is all there is of a tag; of the others, what is done is no SQL.
      [](const auto&) { return Statements{}; }};
  try {
    if (const std::string_view lack = lacks(change.body); !lack.empty()) {
      if (is_left_out(change.body)) return {};
      not_supported(model::type_of(change).name);
    }
    Statements statements = std::visit(make, change.body);
    for (Statement& statement : statements) statement.at = change.at;
    return statements;
  } catch (const Error& error) {
    if (!error.diagnostics().empty() || !change.at) throw;
    throw Error(error).at(change.at);
  }
}

void Dialect::check(const model::Change& change, const Target& target,
                    Diagnostics& diagnostics) const {
  try {
    find_mistakes(change, target, diagnostics);
  } catch (const Error& error) {
    diagnostics.error(change.at, fmt::format("{}: {}", model::type_of(change).name, error.what()),
                      error.hint());
  }
}

void Dialect::find_mistakes(const model::Change& change, const Target&,
                            Diagnostics& diagnostics) const {
  check_sql(change, diagnostics);
  warn_of_checks(change, diagnostics);
  const std::string_view lack = lacks(change.body);
  if (lack.empty()) return;
  const std::string_view type = model::type_of(change).name;
  if (is_left_out(change.body)) {
    diagnostics.warning(change.at, fmt::format("{}: {} has no {}; nothing is done", type,
                                               traits_.product_name, lack));
  } else {
    diagnostics.error(change.at, fmt::format("{}: {} has no {}", type, traits_.product_name, lack),
                      "restrict the changeset to other databases with `dbms`");
  }
}

Statements Dialect::all_rows(const auto& change, const Target& target) const {
  if (!change.data) return {};
  LoadRows rows(*this, change, target, LoadStyle::AsReference);
  Statements all;
  for (Statements some; rows.next(some);) append(all, std::move(some));
  return all;
}

void Dialect::not_supported(std::string_view change) const {
  throw Error(ErrorKind::Changelog,
              fmt::format("{} is not supported on {}", change, traits_.product_name));
}

std::string_view Dialect::lacks(const model::ChangeBody& change) const {
  return std::visit(
      Overloaded{[](const model::CreatePackage&) -> std::string_view { return "packages"; },
                 [](const model::DropPackage&) -> std::string_view { return "packages"; },
                 [](const model::CreatePackageBody&) -> std::string_view { return "packages"; },
                 [](const model::DropPackageBody&) -> std::string_view { return "packages"; },
                 [](const model::CreateSynonym&) -> std::string_view { return "synonyms"; },
                 [](const model::DropSynonym&) -> std::string_view { return "synonyms"; },
                 [](const model::MarkUnused&) -> std::string_view { return "unused columns"; },
                 [&](const auto& body) -> std::string_view {
                   using Body = std::decay_t<decltype(body)>;
                   if constexpr (kIsOfSequence<Body>) return traits_.sequences ? "" : "sequences";
                   if constexpr (kIsOfProcedure<Body>)
                     return traits_.procedures ? "" : "stored programs";
                   if constexpr (kIsOfType<Body>)
                     return traits_.enumerated_types ? "" : "types of the user's own";
                   if constexpr (kIsOfRemarks<Body>) return traits_.remarks ? "" : "comments";
                   return "";
                 }},
      change);
}

bool Dialect::is_reserved(std::string_view name) const {
  return std::binary_search(traits_.reserved_words.begin(), traits_.reserved_words.end(),
                            to_upper(name));
}

bool Dialect::needs_quotes(std::string_view name, ObjectKind) const {
  if (name.empty()) return false;
  const bool plain = std::all_of(name.begin(), name.end(), is_word_character);
  const bool starts_with_digit = name.front() >= '0' && name.front() <= '9';
  return !plain || starts_with_digit || is_reserved(name);
}

std::string Dialect::quote(std::string_view name, ObjectKind kind, const Target& target) const {
  const bool all = target.quoting == model::QuotingStrategy::QuoteAllObjects;
  if (!all && !needs_quotes(name, kind)) return std::string(trim(name));
  const std::string mark(1, traits_.lexical.identifier_quote);
  return mark + replace_all(std::string(name), mark, mark + mark) + mark;
}

std::string Dialect::qualified(const model::Text& catalog, const model::Text& schema,
                               std::string_view name, ObjectKind kind, const Target& target) const {
  const auto given = [](const model::Text& text) {
    return text ? std::string(trim(*text)) : std::string();
  };
  std::string qualifier = given(schema);
  ObjectKind qualifier_kind = ObjectKind::Schema;
  if (qualifier.empty() && !traits_.schemas) qualifier = given(catalog);
  if (qualifier.empty())
    qualifier = traits_.schemas ? target.default_schema : target.default_catalog;
  if (!traits_.schemas) qualifier_kind = ObjectKind::Catalog;
  std::string text = quote(name, kind, target);
  if (qualifier.empty()) return text;
  return quote(qualifier, qualifier_kind, target) + "." + text;
}

std::string Dialect::quote_columns(std::string_view comma_separated, const Target& target) const {
  std::vector<std::string> names = split_trimmed(comma_separated, ',');
  for (std::string& name : names) name = quote(name, ObjectKind::Column, target);
  return fmt::format("{}", fmt::join(names, ", "));
}

bool Dialect::is_same_name(std::string_view in_database, std::string_view written, ObjectKind,
                           const Target&) const {
  return equals_ignore_case(in_database, written);
}

bool Dialect::commits_alone(const model::ChangeBody& change) const {
  // Before PostgreSQL 12 it is refused in a transaction; since then the value cannot be used in it.
  if (std::holds_alternative<model::AddTypeValue>(change)) return traits_.enumerated_types;
  if (!traits_.concurrent_indexes) return false;
  const auto* create = std::get_if<model::CreateIndex>(&change);
  const auto* drop = std::get_if<model::DropIndex>(&change);
  return (create != nullptr && create->concurrently.value_or(false)) ||
         (drop != nullptr && drop->concurrently.value_or(false));
}

TransactionNeed Dialect::transaction_need(std::string_view, const Target&) const {
  return TransactionNeed::Any;
}

Statements Dialect::set_timeouts(const Timeouts&, TimeoutScope) const { return {}; }

bool Dialect::is_transient(const SqlFailure&) const { return false; }

std::string Dialect::table_name(const model::Text& catalog, const model::Text& schema,
                                const model::Text& table, const Target& target) const {
  return qualified(catalog, schema, table.value_or(""), ObjectKind::Table, target);
}

std::string Dialect::column_name(const model::Text& name, const Target& target) const {
  return quote(name.value_or(""), ObjectKind::Column, target);
}

std::string Dialect::constraint_name(std::string_view name, const Target& target) const {
  return quote(name, ObjectKind::Constraint, target);
}

std::string Dialect::index_column(const model::Column& column, const Target& target) const {
  const std::string name = column.name.value_or("");
  const bool looks_like_expression = !column.computed && name.find('(') != std::string::npos &&
                                     is_one_value(name) &&
                                     target.quoting != model::QuotingStrategy::QuoteAllObjects;
  std::string text = column.computed.value_or(false) || looks_like_expression
                         ? name
                         : quote(name, ObjectKind::Column, target);
  return column.descending.value_or(false) ? text + " DESC" : text;
}

std::string Dialect::string_literal(std::string_view text) const {
  return "'" + replace_all(std::string(text), "'", "''") + "'";
}

std::string Dialect::bytes_literal(std::string_view bytes) const {
  return "X'" + to_hex(bytes) + "'";
}

std::string Dialect::boolean_literal(bool value) const {
  return std::string(value ? traits_.boolean_true : traits_.boolean_false);
}

std::string Dialect::date_literal(const model::DateValue& value) const {
  std::string text = model::to_iso(value);
  if (const std::size_t separator = text.find('T'); separator != std::string::npos)
    text[separator] = ' ';
  return "'" + text + "'";
}

std::string Dialect::type_name(std::string_view written, const TypeUse&, const Target&) const {
  const TypeText type = parse_type(written);
  std::string name = with_parameters(to_upper(type.name), type.parameters);
  return type.suffix.empty() ? name : name + " " + type.suffix;
}

std::string Dialect::tracking_table_name(std::string_view name, const Target&) const {
  return std::string(name);
}

std::string Dialect::primary_key_name(std::string_view table) const {
  return "PK_" + to_upper_utf8(table);
}

}  // namespace strata::sql
