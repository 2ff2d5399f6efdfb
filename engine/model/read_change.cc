#include "engine/model/read_change.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/base/edit_distance.h"
#include "engine/base/overloaded.h"
#include "engine/base/text.h"
#include "engine/model/read_column.h"

namespace strata::model {
namespace {

using document::Node;
using document::Value;

bool contains_ignore_case(std::span<const std::string_view> names, std::string_view name) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view known) { return equals_ignore_case(known, name); });
}

std::vector<std::string_view> known_keys(const ChangeType& type) {
  std::vector<std::string_view> names;
  for (const Field& field : type.fields) {
    names.push_back(field.name);
    if (field.name == "columns") names.push_back("column");
    if (field.name == "procedureText") names.push_back("procedureBody");
    if (field.name == "executable") names.insert(names.end(), {"args", "arg", "os"});
  }
  if (type.name == "update" || type.name == "delete") names.push_back("whereParams");
  return names;
}

// Lists may be given in several parts.
std::vector<std::string_view> without_lists(std::vector<std::string_view> names) {
  std::erase_if(names, [](std::string_view name) {
    return is_one_of(name, {"columns", "column", "args", "arg"});
  });
  return names;
}

bool is_missing(const FieldRef& value) {
  return std::visit(Overloaded{[](const Text* text) { return !*text || trim(**text).empty(); },
                               [](const std::vector<Column>* columns) { return columns->empty(); },
                               [](const std::map<std::string, Text>* map) { return map->empty(); },
                               [](const auto* other) { return !*other; }},
                    value);
}

void read_field(const Node& node, const ChangeType& type, const Field& field, ChangeBody& body,
                Diagnostics& diagnostics) {
  const FieldRef target = field.ref(fields_of(body));
  if (auto* const* columns = std::get_if<std::vector<Column>*>(&target)) {
    const ColumnForm form = field.has(Field::kPositioned) ? ColumnForm::Positioned
                            : field.has(Field::kLoaded)   ? ColumnForm::Loaded
                                                          : ColumnForm::Plain;
    **columns = read_columns(node, type.name, form, diagnostics);
    return;
  }
  const Node* child = node.child(field.name);
  if (child != nullptr) assign(target, *child, type.name, diagnostics);
  if (field.has(Field::kBody) && node.value && is_missing(target))
    assign(target, node, type.name, diagnostics);
}

SourceText source_of(const Node& node) {
  return {node.value_at, node.style, node.value_lines, node.written};
}

SourceText source_of(const Node& node, std::string_view field) {
  const Node* child = node.child(field);
  return source_of(child != nullptr && child->value ? *child : node);
}

Text trimmed(const Text& text) {
  if (!text) return std::nullopt;
  const std::string_view rest = trim(*text);
  if (rest.empty()) return std::nullopt;
  return std::string(rest);
}

std::vector<Column> read_where_params(const Node& node, std::string_view owner,
                                      Diagnostics& diagnostics) {
  std::vector<Column> params;
  const Node* list = node.child("whereParams");
  if (list == nullptr) return params;
  for (const Node& item : list->children) {
    params.push_back(read_column(item, owner, ColumnForm::Plain, diagnostics));
  }
  return params;
}

// `args: [{arg: {value: x}}, ...]`.
std::vector<std::string> read_arguments(const Node& node) {
  std::vector<std::string> arguments;
  for (const std::string_view key : {"args", "arg"}) {
    for (const Node& child : node.children) {
      if (!equals_ignore_case(child.name, key)) continue;
      bool is_list = false;
      for (const Node& item : child.children) {
        if (!equals_ignore_case(item.name, "arg")) continue;
        is_list = true;
        arguments.push_back(item.text("value").value_or(item.value.text));
      }
      if (!is_list) arguments.push_back(child.text("value").value_or(child.value.text));
    }
  }
  return arguments;
}

// `params: [{param: {name: a, value: b}}, ...]`, and keys of the change itself, which set
// properties of the class in the reference.
std::map<std::string, Text> read_parameters(const Node& node) {
  std::map<std::string, Text> parameters;
  const Node* list = node.child("params");
  for (const Node& child : (list != nullptr ? list : &node)->children) {
    if (child.name != "param") continue;
    Text value = child.text("value");
    if (!value && child.value) value = child.value.text;
    parameters[child.text("name").value_or("")] = value;
  }
  for (const Node& child : node.children) {
    if (child.name == "class" || child.name == "param" || !child.value) continue;
    parameters[child.name] = child.value.text;
  }
  return parameters;
}

// What a type needs beyond its table.
struct Finish {
  const Node& node;
  std::string_view owner;
  Diagnostics& diagnostics;

  void operator()(Sql& sql) const {
    // The body wins over the field where both are given.
    const Text body = node.value ? trimmed(node.value.text) : std::nullopt;
    const Node* child = node.child("sql");
    const Text untrimmed = body                               ? Text(node.value.text)
                           : child != nullptr && child->value ? Text(child->value.text)
                                                              : std::nullopt;
    sql.sql = trimmed(untrimmed);
    sql.sql_at = body ? source_of(node) : source_of(node, "sql");
    if (!sql.sql) return;
    sql.untrimmed = *untrimmed;
    sql.trimmed = static_cast<std::size_t>(trim(*untrimmed).data() - untrimmed->data());
  }
  void operator()(CreateView& view) const {
    if (node.value.kind == Value::Kind::Text) view.select_query = node.value.text;
    view.query_at =
        node.value.kind == Value::Kind::Text ? source_of(node) : source_of(node, "selectQuery");
    refuse_both(view.path, view.select_query, "selectQuery");
    if (!view.path && is_missing(&view.select_query)) missing("selectQuery");
    if (!view.view_name && !view.full_definition.value_or(false)) missing("viewName");
  }
  // The reference applies deleteCascade after onDelete; a false one erases it.
  void operator()(AddForeignKeyConstraint& key) const {
    if (!key.delete_cascade) return;
    key.on_delete = *key.delete_cascade && !key.on_delete ? Text("CASCADE") : std::nullopt;
  }
  void operator()(Update& update) const {
    update.where_params = read_where_params(node, owner, diagnostics);
    need(update.columns, &Column::name, "name");
  }
  void operator()(Delete& del) const {
    del.where_params = read_where_params(node, owner, diagnostics);
  }
  void operator()(Insert& insert) const { need(insert.columns, &Column::name, "name"); }
  void operator()(AddDefaultValue& add) const {
    const int given = (add.default_value ? 1 : 0) + (add.default_value_numeric ? 1 : 0) +
                      (add.default_value_date ? 1 : 0) + (add.default_value_boolean ? 1 : 0) +
                      (add.default_value_computed ? 1 : 0) +
                      (add.default_value_sequence_next ? 1 : 0);
    if (given == 0) missing("defaultValue");
    if (given > 1) {
      diagnostics.error(node.name_at,
                        fmt::format("{}: only one of the defaultValue keys may be given", owner));
    }
  }
  void operator()(CreateProcedure& program) const {
    if (!program.body) program.body = node.text("procedureBody");
    finish_program(program, node.child("procedureBody") ? "procedureBody" : "procedureText");
  }
  void operator()(CreateFunction& program) const { finish_program(program, "functionBody"); }
  void operator()(CreateTrigger& program) const { finish_program(program, "triggerBody"); }
  void operator()(CreatePackage& program) const { finish_program(program, "packageText"); }
  void operator()(CreatePackageBody& program) const { finish_program(program, "packageBodyText"); }
  void operator()(Output& output) const {
    output.message = trimmed(output.message);
    output.target = trimmed(output.target);
    if (!output.target) output.target = "STDERR";
  }
  void operator()(Stop& stop) const {
    const bool is_given = node.child("message") != nullptr;
    const Text body = node.value.kind == Value::Kind::Text ? Text(node.value.text) : std::nullopt;
    if (!is_given && !body) {
      stop.message = "Stop command in changelog file";
    } else {
      stop.message = trimmed(is_given ? stop.message : body);
    }
  }
  void operator()(ExecuteCommand& command) const {
    command.arguments = read_arguments(node);
    command.systems = split_trimmed(node.text("os").value_or(""), ',');
    std::erase(command.systems, "");
  }
  void operator()(CustomChange& custom) const { custom.parameters = read_parameters(node); }
  void operator()(CreateTable& table) const { need_typed(table.columns); }
  void operator()(AddColumn& add) const { need_typed(add.columns); }
  void operator()(CreateIndex& index) const { need(index.columns, &Column::name, "name"); }
  void operator()(DropColumn& drop) const {
    if (!drop.column_name && drop.columns.empty()) missing("columnName");
    need(drop.columns, &Column::name, "name");
  }
  template <typename Other>
  void operator()(Other&) const {}

 private:
  void finish_program(ProgramText& program, std::string_view key) const {
    program.body_at = source_of(node, key);
    refuse_both(program.path, program.body, key);
    if (!program.path && is_missing(&program.body)) missing(key);
  }
  void refuse_both(const Text& path, const Text& text, std::string_view field) const {
    if (!is_given(path) || !is_given(text)) return;
    diagnostics.error(node.name_at,
                      fmt::format("{}: only one of path and {} may be given", owner, field));
  }
  void missing(std::string_view field) const {
    diagnostics.error(node.name_at, fmt::format("{}: '{}' is missing", owner, field));
  }
  void need(const std::vector<Column>& columns, Text Column::*member, std::string_view key) const {
    for (const Column& column : columns) {
      if (column.*member && !trim(*(column.*member)).empty()) continue;
      const std::string which = column.name ? fmt::format("column '{}'", *column.name) : "a column";
      diagnostics.error(column.at, fmt::format("{}: {} has no {}", owner, which, key));
    }
  }
  void need_typed(const std::vector<Column>& columns) const {
    need(columns, &Column::name, "name");
    need(columns, &Column::type, "type");
  }
};

}  // namespace

std::vector<std::string_view> report_unknown_keys(const Node& node, std::string_view owner,
                                                  std::span<const std::string_view> known,
                                                  UnknownKeys policy, Diagnostics& diagnostics) {
  std::vector<std::string_view> slips;
  for (const Node& child : node.children) {
    if (contains_ignore_case(known, child.name)) continue;
    const std::string_view meant = nearest(child.name, known);
    if (!meant.empty()) slips.push_back(meant);
    std::string message = fmt::format("{}: unknown key '{}'", owner, child.name);
    std::string hint = meant.empty() ? "" : fmt::format("did you mean '{}'?", meant);
    if (policy == UnknownKeys::Error || (policy == UnknownKeys::Auto && !meant.empty())) {
      diagnostics.error(child.name_at, std::move(message), std::move(hint));
    } else {
      diagnostics.warning(child.name_at, message + " is ignored", std::move(hint));
    }
  }
  return slips;
}

void report_repeated_keys(const Node& node, std::string_view owner,
                          std::span<const std::string_view> once, Diagnostics& diagnostics) {
  for (const std::string_view name : once) {
    const Node* first = node.child(name);
    if (first == nullptr) continue;
    for (const Node& later : node.children) {
      if (&later == first || !equals_ignore_case(later.name, name)) continue;
      if (later.name != first->name) {
        diagnostics.error(later.name_at, fmt::format("{}: '{}' and '{}' are the same key", owner,
                                                     first->name, later.name));
      } else {
        diagnostics.error(later.name_at, fmt::format("{}: '{}' is given twice", owner, name),
                          fmt::format("first at {}", strata::to_string(first->name_at)));
      }
    }
  }
}

namespace {

// The reference takes anything inside `empty`; a custom change's keys are its class's.
bool takes_any_key(const ChangeType& type) {
  return type.fields.empty() || type.name == "customChange";
}

}  // namespace

Change read_change(const Node& node, const ChangeType& type, UnknownKeys policy,
                   Diagnostics& diagnostics) {
  const std::vector<std::string_view> known = known_keys(type);
  report_repeated_keys(node, type.name, without_lists(known), diagnostics);
  const std::vector<std::string_view> slips =
      takes_any_key(type) ? std::vector<std::string_view>{}
                          : report_unknown_keys(node, type.name, known, policy, diagnostics);

  Change change{type.make(), node.name_at};
  for (const Field& field : type.fields) read_field(node, type, field, change.body, diagnostics);
  std::visit(Finish{node, type.name, diagnostics}, change.body);
  for (const Field& field : type.fields) {
    const bool reported = std::find(slips.begin(), slips.end(), field.name) != slips.end();
    if (field.has(Field::kRequired) && !reported && is_missing(value_of(field, change.body))) {
      diagnostics.error(node.name_at, fmt::format("{}: '{}' is missing", type.name, field.name));
    }
  }
  return change;
}

}  // namespace strata::model
