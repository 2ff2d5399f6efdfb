#include "engine/plan/earlier_changes.h"

#include <algorithm>

#include "engine/base/text.h"

namespace strata::plan {
namespace {

using model::Change;
using model::Text;

ObjectName name_in(const auto& change, const Text& name) {
  return {change.catalog_name, change.schema_name, name.value_or("")};
}

bool is_named(const Text& name, const Text& wanted) {
  return name && wanted && equals_ignore_case(*name, *wanted);
}

template <typename Item>
void erase_named(std::vector<Item>& items, Text Item::*name, const Text& wanted) {
  std::erase_if(items, [&](const Item& item) { return is_named(item.*name, wanted); });
}

// Replaces the parts that a change gives.
void set_if_given(auto& part, const auto& given) {
  if (given) part = given;
}

bool has_default_clause(const Text& type) { return has_word(type.value_or(""), "default"); }

// Notes what each change makes of what is known.
class Recorder {
 public:
  explicit Recorder(KnownObjects& known) : known_(known) {}

  void operator()(const model::CreateTable& c) {
    const ObjectName name = name_in(c, c.table_name);
    if (c.if_not_exists.value_or(false)) return known_.forget_table(name);
    KnownTable& table = known_.table(name);
    const bool was_there = table.is_whole || table.is_ambiguous;
    table = table_of(c);
    table.is_ambiguous = was_there;
  }

  void operator()(const model::DropTable& c) {
    const ObjectName name = name_in(c, c.table_name);
    known_.forget_table(name);
    for (KnownTable& table : known_.tables) {
      std::erase_if(table.foreign_keys, [&](const auto& key) { return refers_to(key, name); });
    }
    known_.forget_views_over(name.name);
  }

  void operator()(const model::RenameTable& c) {
    const ObjectName from = name_in(c, c.old_table_name);
    const ObjectName to = name_in(c, c.new_table_name);
    known_.forget_views_over(from.name);
    const KnownTable* known = known_.find_table(from);
    KnownTable renamed = known != nullptr ? *known : KnownTable{to};
    renamed.name = to;
    // Its name was made of the table's old one.
    if (renamed.primary_key && !renamed.primary_key->constraint_name) renamed.primary_key.reset();
    known_.forget_table(from);
    known_.forget_table(to);
    known_.tables.push_back(std::move(renamed));
    for (KnownTable& table : known_.tables) {
      for (auto& key : table.foreign_keys) {
        if (refers_to(key, from)) key.referenced_table_name = to.name;
      }
    }
  }

  void operator()(const model::AddColumn& c) {
    KnownTable& table = table_in(c);
    for (const model::Column& column : c.columns) add_column(table, column);
    // What * stands for in a view is settled when the view is made.
    known_.forget_views_over(table.name.name, "*");
  }

  void operator()(const model::DropColumn& c) {
    if (c.columns.empty()) forget_column(c, c.column_name);
    for (const model::Column& column : c.columns) forget_column(c, column.name);
  }

  void operator()(const model::RenameColumn& c) {
    KnownTable& table = table_in(c);
    const std::string from = c.old_column_name.value_or("");
    const std::string to = c.new_column_name.value_or("");
    rename_column(table, from, to);
    if (c.remarks) column_in(table, c.new_column_name).remarks = c.remarks;
    known_.forget_views_over(table.name.name, from);
    for (KnownTable& other : known_.tables) {
      for (auto& key : other.foreign_keys) {
        if (refers_to(key, table.name)) rename_in_list(key.referenced_column_names, from, to);
      }
    }
  }

  void operator()(const model::ModifyDataType& c) {
    KnownColumn& column = column_in(table_in(c), c.column_name);
    column.type = c.new_data_type;
    if (has_default_clause(c.new_data_type)) column.default_value.reset();
  }

  void operator()(const model::AddDefaultValue& c) {
    KnownColumn& column = column_in(table_in(c), c.column_name);
    column.default_value = c;
    if (!c.column_data_type) column.default_value->column_data_type = column.type;
  }

  void operator()(const model::DropDefaultValue& c) {
    column_in(table_in(c), c.column_name).default_value.reset();
  }

  void operator()(const model::AddAutoIncrement& c) {
    KnownColumn& column = column_in(table_in(c), c.column_name);
    column.numbers_rows = true;
    column.default_value.reset();
    column.type.reset();
  }

  void operator()(const model::MergeColumns& c) {
    KnownTable& table = table_in(c);
    KnownColumn merged{c.final_column_name.value_or(""), c.final_column_type};
    merged.remarks = "";
    forget_column(c, c.column1_name);
    forget_column(c, c.column2_name);
    table.columns.push_back(std::move(merged));
  }

  void operator()(const model::AddLookupTable& c) {
    const ObjectName made{c.new_table_catalog_name, c.new_table_schema_name,
                          c.new_table_name.value_or("")};
    known_.forget_table(made);
    model::AddForeignKeyConstraint key;
    key.constraint_name = model::foreign_key_name(c);
    key.base_column_names = c.existing_column_name;
    key.referenced_table_catalog_name = c.new_table_catalog_name;
    key.referenced_table_schema_name = c.new_table_schema_name;
    key.referenced_table_name = c.new_table_name;
    key.referenced_column_names = c.new_column_name;
    known_
        .table({c.existing_table_catalog_name, c.existing_table_schema_name,
                c.existing_table_name.value_or("")})
        .foreign_keys.push_back(std::move(key));
  }

  void operator()(const model::AddPrimaryKey& c) { table_in(c).primary_key = c; }
  void operator()(const model::DropPrimaryKey& c) { table_in(c).primary_key.reset(); }

  void operator()(const model::AddUniqueConstraint& c) { table_in(c).unique_keys.push_back(c); }
  void operator()(const model::DropUniqueConstraint& c) {
    KnownTable& table = table_in(c);
    if (!c.constraint_name) return table.unique_keys.clear();
    erase_named(table.unique_keys, &model::AddUniqueConstraint::constraint_name, c.constraint_name);
  }

  void operator()(const model::AddForeignKeyConstraint& c) {
    base_table_in(c).foreign_keys.push_back(c);
  }
  void operator()(const model::DropForeignKeyConstraint& c) {
    erase_named(base_table_in(c).foreign_keys, &model::AddForeignKeyConstraint::constraint_name,
                c.constraint_name);
  }
  void operator()(const model::DropAllForeignKeyConstraints& c) {
    base_table_in(c).foreign_keys.clear();
  }

  void operator()(const model::AddCheckConstraint& c) { table_in(c).checks.push_back(c); }
  void operator()(const model::DropCheckConstraint& c) { forget_check(c); }
  void operator()(const model::EnableCheckConstraint& c) { forget_check(c); }
  void operator()(const model::DisableCheckConstraint& c) { forget_check(c); }

  void operator()(const model::CreateIndex& c) {
    if (!belongs_to_key(c)) table_in(c).indexes.push_back(c);
  }
  // On some databases an index is found without its table.
  void operator()(const model::DropIndex& c) {
    for (KnownTable& table : known_.tables)
      erase_named(table.indexes, &model::CreateIndex::index_name, c.index_name);
  }

  void operator()(const model::CreateView& c) {
    const ObjectName name = name_in(c, c.view_name);
    forget_view(name);
    known_.views.push_back({name, c});
  }
  void operator()(const model::DropView& c) { forget_view(name_in(c, c.view_name)); }
  void operator()(const model::RenameView& c) {
    const ObjectName from = name_in(c, c.old_view_name);
    const ObjectName to = name_in(c, c.new_view_name);
    known_.forget_views_over(from.name);
    for (KnownView view : std::vector<KnownView>(known_.views)) {
      if (!is_same(view.name, from)) continue;
      forget_view(from);
      forget_view(to);
      // A full definition has the old name in its text.
      if (view.definition.full_definition.value_or(false)) return;
      view.name = to;
      view.definition.view_name = to.name;
      known_.views.push_back(std::move(view));
      return;
    }
  }

  void operator()(const model::CreateSequence& c) {
    const ObjectName name = name_in(c, c.sequence_name);
    forget_sequence(name);
    known_.sequences.push_back({name, c});
  }
  void operator()(const model::AlterSequence& c) {
    for (KnownSequence& one : known_.sequences) {
      if (!is_same(one.name, name_in(c, c.sequence_name))) continue;
      model::CreateSequence& known = one.definition;
      set_if_given(known.data_type, c.data_type);
      set_if_given(known.increment_by, c.increment_by);
      set_if_given(known.min_value, c.min_value);
      set_if_given(known.max_value, c.max_value);
      set_if_given(known.cache_size, c.cache_size);
      set_if_given(known.cycle, c.cycle);
      set_if_given(known.ordered, c.ordered);
    }
  }
  void operator()(const model::DropSequence& c) { forget_sequence(name_in(c, c.sequence_name)); }
  void operator()(const model::RenameSequence& c) {
    for (KnownSequence& one : known_.sequences) {
      if (!is_same(one.name, name_in(c, c.old_sequence_name))) continue;
      one.name.name = c.new_sequence_name.value_or("");
      one.definition.sequence_name = c.new_sequence_name;
    }
  }

  void operator()(const model::SetTableRemarks& c) { table_in(c).remarks = c.remarks.value_or(""); }
  void operator()(const model::SetColumnRemarks& c) {
    column_in(table_in(c), c.column_name).remarks = c.remarks.value_or("");
  }

  void operator()(const model::Sql& c) { read(c.sql.value_or("")); }
  void operator()(const model::SqlFile& c) {
    if (c.content) read(c.content->expanded);
  }
  void operator()(const model::CustomChange&) { known_ = {}; }
  void operator()(const model::ExecuteCommand&) { known_ = {}; }

  // Rows, programs, messages: nothing that is known here.
  void operator()(const auto&) {}

 private:
  static bool refers_to(const model::AddForeignKeyConstraint& key, const ObjectName& table) {
    return may_be_same({key.referenced_table_catalog_name, key.referenced_table_schema_name,
                        key.referenced_table_name.value_or("")},
                       table);
  }

  KnownTable& table_in(const auto& c) { return known_.table(name_in(c, c.table_name)); }
  KnownTable& base_table_in(const auto& c) {
    return known_.table(
        {c.base_table_catalog_name, c.base_table_schema_name, c.base_table_name.value_or("")});
  }
  static KnownColumn& column_in(KnownTable& table, const Text& name) {
    if (KnownColumn* found = table.find(name.value_or(""))) return *found;
    return table.columns.emplace_back(KnownColumn{name.value_or("")});
  }

  void forget_column(const auto& c, const Text& column) {
    KnownTable& table = table_in(c);
    drop_column(table, column.value_or(""));
    known_.forget_views_over(table.name.name, column.value_or(""));
  }
  void forget_check(const model::CheckConstraintName& c) {
    erase_named(table_in(c).checks, &model::AddCheckConstraint::constraint_name, c.constraint_name);
  }
  void forget_view(const ObjectName& name) {
    std::erase_if(known_.views, [&](const KnownView& one) { return may_be_same(one.name, name); });
  }
  void forget_sequence(const ObjectName& name) {
    std::erase_if(known_.sequences,
                  [&](const KnownSequence& one) { return may_be_same(one.name, name); });
  }

  void read(const std::string& sql) {
    const Words words(sql);
    if (words.change_anything()) {
      known_ = {};
    } else if (words.change_schema()) {
      known_.forget_named(words);
    }
  }

  KnownObjects& known_;
};

// All names that a change gives.
std::string names_of(const Change& change) {
  std::string names;
  for (const model::Field& field : model::type_of(change).fields) {
    if (!field.name.ends_with("Name")) continue;
    const model::FieldRef value = model::value_of(field, change.body);
    if (Text* const* text = std::get_if<Text*>(&value); text != nullptr && **text)
      names += ***text + "\n";
  }
  return names;
}

}  // namespace

void EarlierChanges::add(const Change& change) { std::visit(Recorder(known_), change.body); }

void EarlierChanges::doubt(const Change& change) {
  const bool may_do_anything = std::holds_alternative<model::Sql>(change.body) ||
                               std::holds_alternative<model::SqlFile>(change.body) ||
                               std::holds_alternative<model::CustomChange>(change.body) ||
                               std::holds_alternative<model::ExecuteCommand>(change.body);
  if (may_do_anything) return add(change);
  known_.forget_named(Words(names_of(change)));
}

void EarlierChanges::forget_all() { known_ = {}; }

}  // namespace strata::plan
