#include "engine/plan/known_objects.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/base/text.h"

namespace strata::plan {
namespace {

using model::Column;
using model::Constraints;
using model::is_given;
using model::Text;

std::vector<std::string> names_in(const Text& list) {
  return split_trimmed(list.value_or(""), ',');
}

bool has_name(const Text& list, std::string_view column) {
  const std::vector<std::string> names = names_in(list);
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return equals_ignore_case(name, column); });
}

bool is_expression(const Column& column) {
  return column.computed.value_or(false) || column.name.value_or("").find('(') != std::string::npos;
}

// Whether an expression of the index may use the column.
bool computes_with(const model::CreateIndex& index, std::string_view name) {
  return has_word(index.where.value_or(""), name) ||
         std::any_of(index.columns.begin(), index.columns.end(), [&](const Column& column) {
           return is_expression(column) && has_word(column.name.value_or(""), name);
         });
}

bool is_over(const model::CreateIndex& index, std::string_view name) {
  return computes_with(index, name) || has_name(index.include, name) ||
         std::any_of(index.columns.begin(), index.columns.end(), [&](const Column& column) {
           return equals_ignore_case(column.name.value_or(""), name);
         });
}

// In the order in which the reference takes them, one of them alone.
std::optional<model::AddDefaultValue> default_of(const Column& column) {
  if (!has_default(column)) return std::nullopt;
  model::AddDefaultValue value;
  value.column_data_type = column.type;
  value.default_value_constraint_name = column.default_value_constraint_name;
  if (column.default_value) {
    value.default_value = column.default_value;
  } else if (column.default_value_boolean) {
    value.default_value_boolean = column.default_value_boolean;
  } else if (column.default_value_numeric) {
    value.default_value_numeric = column.default_value_numeric;
  } else if (column.default_value_date) {
    value.default_value_date = to_iso(*column.default_value_date);
  } else if (column.default_value_computed) {
    value.default_value_computed = column.default_value_computed;
  } else {
    value.default_value_sequence_next = column.default_value_sequence_next;
  }
  return value;
}

void add_primary_key(KnownTable& table, const Column& column) {
  if (!table.primary_key) table.primary_key.emplace();
  model::AddPrimaryKey& key = *table.primary_key;
  key.column_names = key.column_names ? *key.column_names + ", " + *column.name : *column.name;
  if (!key.constraint_name) key.constraint_name = column.constraints->primary_key_name;
  if (!key.tablespace) key.tablespace = column.constraints->primary_key_tablespace;
}

// Columns that give the same name share the constraint.
void add_unique(KnownTable& table, const Column& column) {
  const Constraints& given = *column.constraints;
  const auto shared =
      std::find_if(table.unique_keys.begin(), table.unique_keys.end(), [&](const auto& key) {
        return is_given(given.unique_constraint_name) &&
               key.constraint_name == given.unique_constraint_name;
      });
  if (shared != table.unique_keys.end()) {
    shared->column_names = *shared->column_names + ", " + *column.name;
    return;
  }
  model::AddUniqueConstraint& key = table.unique_keys.emplace_back();
  key.column_names = column.name;
  key.constraint_name = given.unique_constraint_name;
  key.deferrable = given.deferrable;
  key.initially_deferred = given.initially_deferred;
}

// "schema.table(column, column)"; nothing of a text in another form.
bool read_references(const std::string& text, model::AddForeignKeyConstraint& key) {
  const std::size_t open = text.find('(');
  const std::size_t close = text.find(')');
  if (open == std::string::npos || close == std::string::npos || close < open) return false;
  if (!trim(std::string_view(text).substr(close + 1)).empty()) return false;
  const std::vector<std::string> parts = split_trimmed(text.substr(0, open), '.');
  const bool is_plain = std::all_of(parts.begin(), parts.end(), is_plain_name);
  if (!is_plain || parts.size() > 2) return false;
  if (parts.size() == 2) key.referenced_table_schema_name = parts.front();
  key.referenced_table_name = parts.back();
  key.referenced_column_names = text.substr(open + 1, close - open - 1);
  return true;
}

void add_foreign_key(KnownTable& table, const Column& column) {
  const Constraints& given = *column.constraints;
  model::AddForeignKeyConstraint key;
  key.constraint_name = given.foreign_key_name;
  key.base_column_names = column.name;
  key.deferrable = given.deferrable;
  key.initially_deferred = given.initially_deferred;
  if (given.delete_cascade.value_or(false)) key.on_delete = "CASCADE";
  if (given.references) {
    if (!read_references(*given.references, key)) {
      table.is_whole = false;
      return;
    }
  } else {
    key.referenced_table_catalog_name = given.referenced_table_catalog_name;
    key.referenced_table_schema_name = given.referenced_table_schema_name;
    key.referenced_table_name = given.referenced_table_name;
    key.referenced_column_names = given.referenced_column_names;
  }
  table.foreign_keys.push_back(std::move(key));
}

const std::string& query_of(const KnownView& view) {
  static const std::string kNone;
  if (view.definition.content) return view.definition.content->expanded;
  return view.definition.select_query ? *view.definition.select_query : kNone;
}

}  // namespace

bool is_same(const ObjectName& a, const ObjectName& b) {
  return equals_ignore_case(a.name, b.name) &&
         equals_ignore_case(a.schema.value_or(""), b.schema.value_or("")) &&
         equals_ignore_case(a.catalog.value_or(""), b.catalog.value_or(""));
}

bool may_be_same(const ObjectName& a, const ObjectName& b) {
  const auto agree = [](const Text& x, const Text& y) {
    return !is_given(x) || !is_given(y) || equals_ignore_case(*x, *y);
  };
  return equals_ignore_case(a.name, b.name) && agree(a.schema, b.schema) &&
         agree(a.catalog, b.catalog);
}

void rename_in_list(Text& list, std::string_view from, const std::string& to) {
  if (!has_name(list, from)) return;
  std::vector<std::string> names = names_in(list);
  for (std::string& name : names) {
    if (equals_ignore_case(name, from)) name = to;
  }
  list = fmt::format("{}", fmt::join(names, ", "));
}

KnownColumn* KnownTable::find(std::string_view column) {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const KnownColumn& one) {
    return equals_ignore_case(one.name, column);
  });
  return found == columns.end() ? nullptr : &*found;
}

const KnownColumn* KnownTable::find(std::string_view column) const {
  return const_cast<KnownTable*>(this)->find(column);
}

const KnownTable* KnownObjects::find_table(const ObjectName& name) const {
  for (const KnownTable& one : tables) {
    if (is_same(one.name, name)) return one.is_ambiguous ? nullptr : &one;
  }
  return nullptr;
}

KnownTable& KnownObjects::table(const ObjectName& name) {
  std::erase_if(tables, [&](const KnownTable& one) {
    return may_be_same(one.name, name) && !is_same(one.name, name) && !one.is_ambiguous;
  });
  for (KnownTable& one : tables) {
    if (is_same(one.name, name)) return one;
  }
  return tables.emplace_back(KnownTable{name});
}

void KnownObjects::forget_table(const ObjectName& name) {
  std::erase_if(tables, [&](const KnownTable& one) {
    return may_be_same(one.name, name) && !one.is_ambiguous;
  });
}

void KnownObjects::forget_named(const Words& text) {
  const auto is_named = [&](const Text& name) { return name && text.has(*name); };
  std::erase_if(
      tables, [&](const KnownTable& one) { return text.has(one.name.name) && !one.is_ambiguous; });
  for (KnownTable& one : tables) {
    if (one.primary_key && is_named(one.primary_key->constraint_name)) one.primary_key.reset();
    std::erase_if(one.unique_keys, [&](const auto& key) { return is_named(key.constraint_name); });
    std::erase_if(one.foreign_keys, [&](const auto& key) {
      return is_named(key.constraint_name) || is_named(key.referenced_table_name);
    });
    std::erase_if(one.checks, [&](const auto& check) { return is_named(check.constraint_name); });
    std::erase_if(one.indexes, [&](const auto& index) { return is_named(index.index_name); });
  }
  std::erase_if(views, [&](const KnownView& view) {
    return text.has(view.name.name) || Words(query_of(view)).share_names(text);
  });
  std::erase_if(sequences, [&](const KnownSequence& one) { return text.has(one.name.name); });
}

void KnownObjects::forget_views_over(std::string_view table) {
  std::erase_if(views, [&](const KnownView& view) { return has_word(query_of(view), table); });
}

void KnownObjects::forget_views_over(std::string_view table, std::string_view column) {
  std::erase_if(views, [&](const KnownView& view) {
    const std::string query = query_of(view);
    return has_word(query, table) &&
           (query.find('*') != std::string::npos || has_word(query, column));
  });
}

KnownTable table_of(const model::CreateTable& change) {
  KnownTable table{{change.catalog_name, change.schema_name, change.table_name.value_or("")}};
  table.is_whole = true;
  table.remarks = change.remarks.value_or("");
  for (const Column& column : change.columns) add_column(table, column);
  return table;
}

void add_column(KnownTable& table, const Column& column) {
  KnownColumn& known = table.columns.emplace_back();
  known.name = column.name.value_or("");
  known.type = column.type;
  known.default_value = default_of(column);
  known.remarks = column.remarks.value_or("");
  known.numbers_rows = column.auto_increment.value_or(false);
  if (!column.constraints || !column.name) return;
  const Constraints& given = *column.constraints;
  if (given.primary_key.value_or(false)) add_primary_key(table, column);
  if (given.unique.value_or(false)) add_unique(table, column);
  if (given.references || given.referenced_table_name) add_foreign_key(table, column);
}

void drop_column(KnownTable& table, std::string_view column) {
  std::erase_if(table.columns,
                [&](const KnownColumn& one) { return equals_ignore_case(one.name, column); });
  if (table.primary_key && has_name(table.primary_key->column_names, column))
    table.primary_key.reset();
  std::erase_if(table.unique_keys,
                [&](const auto& key) { return has_name(key.column_names, column); });
  std::erase_if(table.foreign_keys,
                [&](const auto& key) { return has_name(key.base_column_names, column); });
  std::erase_if(table.checks, [&](const auto& check) {
    return has_word(check.constraint_body.value_or(""), column);
  });
  std::erase_if(table.indexes, [&](const auto& index) { return is_over(index, column); });
}

void rename_column(KnownTable& table, std::string_view from, const std::string& to) {
  if (KnownColumn* column = table.find(from)) column->name = to;
  if (table.primary_key) rename_in_list(table.primary_key->column_names, from, to);
  for (auto& key : table.unique_keys) rename_in_list(key.column_names, from, to);
  for (auto& key : table.foreign_keys) rename_in_list(key.base_column_names, from, to);
  std::erase_if(table.checks, [&](const auto& check) {
    return has_word(check.constraint_body.value_or(""), from);
  });
  std::erase_if(table.indexes, [&](const auto& index) { return computes_with(index, from); });
  for (model::CreateIndex& index : table.indexes) {
    rename_in_list(index.include, from, to);
    for (Column& column : index.columns) {
      if (equals_ignore_case(column.name.value_or(""), from)) column.name = to;
    }
  }
}

}  // namespace strata::plan
