// What undoes a change, from what is known of the time before it.
#include <algorithm>

#include <fmt/format.h>

#include "engine/base/text.h"
#include "engine/plan/earlier_changes.h"
#include "engine/plan/type_return.h"

namespace strata::plan {
namespace {

using model::ChangeBody;
using model::is_given;
using model::Text;

struct Answer {
  std::optional<std::vector<ChangeBody>> changes;
  std::string why_not = {};
};

Answer unknown(std::string_view what, const Text& of) {
  return {std::nullopt,
          fmt::format("no change before it tells for sure {} of {}", what, of.value_or(""))};
}

// A part of the table as the change that makes it, under the table's name of today.
template <typename Made>
Made on_table(Made made, const auto& change) {
  made.catalog_name = change.catalog_name;
  made.schema_name = change.schema_name;
  made.table_name = change.table_name;
  return made;
}

// The only one of that name.
template <typename Item>
const Item* find_named(const std::vector<Item>& items, Text Item::*name, const Text& wanted) {
  const auto is_it = [&](const Item& item) {
    return item.*name && wanted && equals_ignore_case(*(item.*name), *wanted);
  };
  if (std::count_if(items.begin(), items.end(), is_it) != 1) return nullptr;
  return &*std::find_if(items.begin(), items.end(), is_it);
}

template <typename Object>
const Object* find_object(const std::vector<Object>& objects, const ObjectName& name) {
  const auto found = std::find_if(objects.begin(), objects.end(),
                                  [&](const Object& one) { return is_same(one.name, name); });
  return found == objects.end() ? nullptr : &*found;
}

std::string place(const Text& table, const Text& column) {
  return table.value_or("") + "." + column.value_or("");
}

class Undoer {
 public:
  explicit Undoer(const KnownObjects& known) : known_(known) {}

  Answer operator()(const model::DropDefaultValue& c) const {
    const KnownColumn* column = column_of(c);
    if (column == nullptr || !column->default_value || column->numbers_rows)
      return unknown("the default", place(c.table_name, c.column_name));
    model::AddDefaultValue add = on_table(*column->default_value, c);
    add.column_name = c.column_name;
    if (column->type) add.column_data_type = column->type;
    if (!add.column_data_type) add.column_data_type = c.column_data_type;
    return {{{add}}};
  }

  Answer operator()(const model::ModifyDataType& c) const {
    const KnownColumn* column = column_of(c);
    const std::string name = place(c.table_name, c.column_name);
    if (column == nullptr || !column->type || column->numbers_rows)
      return unknown("the type", name);
    const std::string now = c.new_data_type.value_or("");
    if (!can_return(now, *column->type)) {
      return {std::nullopt, fmt::format("from {} back to {} the values of {} could change", now,
                                        *column->type, name)};
    }
    model::ModifyDataType back = c;
    back.new_data_type = column->type;
    back.must_fit = true;
    return {{{back}}};
  }

  Answer operator()(const model::DropPrimaryKey& c) const {
    const KnownTable* table = table_of(c);
    if (table == nullptr || !table->primary_key || numbers_rows(*table))
      return unknown("the primary key", c.table_name);
    model::AddPrimaryKey add = on_table(*table->primary_key, c);
    if (is_given(c.constraint_name)) add.constraint_name = c.constraint_name;
    without_index(add);
    return {{{add}}};
  }

  Answer operator()(const model::DropUniqueConstraint& c) const {
    const KnownTable* table = table_of(c);
    const model::AddUniqueConstraint* key = nullptr;
    if (table != nullptr) {
      const bool has_name = is_given(c.constraint_name);
      key = has_name ? find_named(table->unique_keys, &model::AddUniqueConstraint::constraint_name,
                                  c.constraint_name)
                     : find_named(table->unique_keys, &model::AddUniqueConstraint::column_names,
                                  c.unique_columns);
    }
    if (key == nullptr) return unknown("that unique constraint", c.table_name);
    model::AddUniqueConstraint add = on_table(*key, c);
    without_index(add);
    return {{{add}}};
  }

  Answer operator()(const model::DropForeignKeyConstraint& c) const {
    const KnownTable* table = base_table_of(c);
    const model::AddForeignKeyConstraint* key =
        table == nullptr
            ? nullptr
            : find_named(table->foreign_keys, &model::AddForeignKeyConstraint::constraint_name,
                         c.constraint_name);
    if (key == nullptr) return unknown("that foreign key", c.base_table_name);
    return {{{on_base_table(*key, c)}}};
  }

  Answer operator()(const model::DropAllForeignKeyConstraints& c) const {
    const KnownTable* table = base_table_of(c);
    if (table == nullptr || !table->is_whole) return unknown("all foreign keys", c.base_table_name);
    std::vector<ChangeBody> all;
    for (const auto& key : table->foreign_keys) {
      if (!is_given(key.constraint_name))
        return unknown("the name of each foreign key", c.base_table_name);
      all.emplace_back(on_base_table(key, c));
    }
    return {std::move(all)};
  }

  Answer operator()(const model::DropCheckConstraint& c) const {
    const KnownTable* table = table_of(c);
    const model::AddCheckConstraint* check =
        table == nullptr ? nullptr
                         : find_named(table->checks, &model::AddCheckConstraint::constraint_name,
                                      c.constraint_name);
    if (check == nullptr) return unknown("that check constraint", c.table_name);
    return {{{on_table(*check, c)}}};
  }

  Answer operator()(const model::DropIndex& c) const {
    std::vector<ChangeBody> found;
    for (const KnownTable& table : known_.tables) {
      const ObjectName wanted{c.catalog_name, c.schema_name,
                              c.table_name.value_or(table.name.name)};
      if (table.is_ambiguous || !is_same(table.name, wanted)) continue;
      const auto* index = find_named(table.indexes, &model::CreateIndex::index_name, c.index_name);
      if (index == nullptr) continue;
      model::CreateIndex create = *index;
      create.catalog_name = table.name.catalog;
      create.schema_name = table.name.schema;
      create.table_name = table.name.name;
      if (!create.concurrently) create.concurrently = c.concurrently;
      found.emplace_back(std::move(create));
    }
    if (found.size() != 1) return unknown("the columns", c.index_name);
    return {std::move(found)};
  }

  Answer operator()(const model::DropView& c) const {
    const KnownView* view =
        find_object(known_.views, {c.catalog_name, c.schema_name, c.view_name.value_or("")});
    if (view == nullptr) return unknown("the query", c.view_name);
    return {{{view->definition}}};
  }

  Answer operator()(const model::DropSequence& c) const {
    const KnownSequence* one = sequence_of(c);
    if (one == nullptr) return unknown("the definition", c.sequence_name);
    return {{{one->definition}}};
  }

  Answer operator()(const model::AlterSequence& c) const {
    const KnownSequence* one = sequence_of(c);
    if (one == nullptr) return unknown("the definition", c.sequence_name);
    model::AlterSequence back = c;
    bool is_known = true;
    const auto restore = [&](auto& part, const auto& before) {
      if (!part) return;
      is_known = is_known && before;
      part = before;
    };
    restore(back.data_type, one->definition.data_type);
    restore(back.increment_by, one->definition.increment_by);
    restore(back.min_value, one->definition.min_value);
    restore(back.max_value, one->definition.max_value);
    restore(back.cache_size, one->definition.cache_size);
    restore(back.cycle, one->definition.cycle);
    restore(back.ordered, one->definition.ordered);
    if (!is_known) return unknown("all that it changes", c.sequence_name);
    return {{{back}}};
  }

  Answer operator()(const model::SetTableRemarks& c) const {
    const KnownTable* table = table_of(c);
    if (table == nullptr || !table->remarks) return unknown("the remarks", c.table_name);
    model::SetTableRemarks back = c;
    back.remarks = table->remarks;
    return {{{back}}};
  }

  Answer operator()(const model::SetColumnRemarks& c) const {
    const bool is_view = equals_ignore_case(c.column_parent_type.value_or(""), "view");
    const KnownColumn* column = is_view ? nullptr : column_of(c);
    if (column == nullptr || !column->remarks)
      return unknown("the remarks", place(c.table_name, c.column_name));
    model::SetColumnRemarks back = c;
    back.remarks = column->remarks;
    if (!back.column_data_type) back.column_data_type = column->type;
    return {{{back}}};
  }

  Answer operator()(const auto&) const { return {std::nullopt}; }

 private:
  const KnownTable* table_of(const auto& c) const {
    return known_.find_table({c.catalog_name, c.schema_name, c.table_name.value_or("")});
  }
  const KnownTable* base_table_of(const auto& c) const {
    return known_.find_table(
        {c.base_table_catalog_name, c.base_table_schema_name, c.base_table_name.value_or("")});
  }
  const KnownColumn* column_of(const auto& c) const {
    const KnownTable* table = table_of(c);
    return table == nullptr ? nullptr : table->find(c.column_name.value_or(""));
  }
  const KnownSequence* sequence_of(const auto& c) const {
    return find_object(known_.sequences,
                       {c.catalog_name, c.schema_name, c.sequence_name.value_or("")});
  }

  static model::AddForeignKeyConstraint on_base_table(model::AddForeignKeyConstraint key,
                                                      const auto& c) {
    key.base_table_catalog_name = c.base_table_catalog_name;
    key.base_table_schema_name = c.base_table_schema_name;
    key.base_table_name = c.base_table_name;
    return key;
  }

  // The index that it was made of went with the constraint.
  static void without_index(auto& key) {
    key.for_index_catalog_name.reset();
    key.for_index_schema_name.reset();
    key.for_index_name.reset();
  }

  // Some databases give up the numbering along with the key, and do not take it back with it.
  static bool numbers_rows(const KnownTable& table) {
    return std::any_of(table.columns.begin(), table.columns.end(),
                       [](const KnownColumn& column) { return column.numbers_rows; });
  }

  const KnownObjects& known_;
};

}  // namespace

EarlierChanges::Undoing EarlierChanges::inverse(const model::Change& change) const {
  Answer answer = std::visit(Undoer(known_), change.body);
  Undoing undoing{std::nullopt, std::move(answer.why_not)};
  if (!answer.changes) return undoing;
  undoing.changes.emplace();
  for (ChangeBody& body : *answer.changes) undoing.changes->push_back({std::move(body), change.at});
  return undoing;
}

}  // namespace strata::plan
