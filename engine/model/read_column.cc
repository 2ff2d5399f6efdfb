#include "engine/model/read_column.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/base/edit_distance.h"
#include "engine/base/overloaded.h"
#include "engine/base/text.h"
#include "engine/model/date_value.h"

namespace strata::model {
namespace {

using document::Node;
using document::Value;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Whether Java's NumberFormat for the US reads a number at the start of the text.
bool starts_with_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.starts_with("NaN") || text.starts_with("\u221e")) return true;
  std::size_t i = 0;
  while (i < text.size() && text[i] == ',') ++i;
  if (i < text.size() && is_digit(text[i])) return true;
  return i + 1 < text.size() && text[i] == '.' && is_digit(text[i + 1]);
}

std::optional<Integer> to_integer(std::string_view text) {
  const bool negative = text.starts_with('-');
  std::string_view digits = text;
  if (negative || text.starts_with('+')) digits.remove_prefix(1);
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  std::string canonical(digits);
  if (negative && canonical != "0") canonical.insert(0, 1, '-');
  return Integer{canonical};
}

Text text_of(const Node& node) {
  if (!node.value) return std::nullopt;
  return node.value.text;
}

// Numeric and date fields that turn out not to hold one become the expression of the same family.
struct ValueFamily {
  std::string_view numeric_key;
  std::string_view date_key;
  Text Column::*numeric;
  Moment Column::*date;
  Text Column::*computed;
  bool is_default;
};
constexpr ValueFamily kValues{"valueNumeric",          "valueDate",
                              &Column::value_numeric,  &Column::value_date,
                              &Column::value_computed, false};
constexpr ValueFamily kDefaults{"defaultValueNumeric",           "defaultValueDate",
                                &Column::default_value_numeric,  &Column::default_value_date,
                                &Column::default_value_computed, true};

void read_numeric(const Node& node, const ValueFamily& family, Column& column) {
  column.*family.numeric = std::nullopt;
  const Text given = node.text(family.numeric_key);
  if (!given || equals_ignore_case(*given, "null")) return;
  if (family.is_default && *given == "GENERATED_BY_DEFAULT") {
    column.auto_increment = true;
    return;
  }
  std::string_view stripped = *given;
  if (stripped.starts_with('(')) {
    stripped.remove_prefix(1);
    if (stripped.ends_with(')')) stripped.remove_suffix(1);
  }
  if (starts_with_number(stripped)) {
    column.*family.numeric = std::string(stripped);
  } else {
    column.*family.computed = family.is_default ? std::string(stripped) : *given;
  }
}

void read_date(const Node& node, const ValueFamily& family, Column& column) {
  const Node* child = node.child(family.date_key);
  if (child == nullptr || !child->value) return;
  const Value& value = child->value;
  column.*family.date = value.kind == Value::Kind::Date ? local_date_time(value.epoch_seconds)
                                                        : parse_date_value(value.text);
  if (!(column.*family.date)) column.*family.computed = value.text;
  if (value.kind == Value::Kind::Date) (column.*family.date)->is_day = true;
}

void read_value_family(const Node& node, const ValueFamily& family, Column& column) {
  const Text explicit_expression = column.*family.computed;
  column.*family.computed = std::nullopt;
  read_numeric(node, family, column);
  read_date(node, family, column);
  if (explicit_expression) column.*family.computed = explicit_expression;
}

// The reference takes a column's keys as written, but for a capital first letter.
bool is_column_key(std::string_view key, std::span<const Field> fields) {
  if (key == "valueObject" || key == "defaultValueObject") return true;
  return std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
    return !key.empty() && ascii_lower(key.front()) == field.name.front() &&
           key.substr(1) == field.name.substr(1);
  });
}

// Reports unknown keys and takes them for those that were meant, so that these are not missed.
Node with_known_keys(Node node, std::string_view owner, std::span<const Field> fields,
                     Diagnostics& diagnostics) {
  std::vector<std::string_view> names;
  for (const Field& field : fields) names.push_back(field.name);
  for (Node& child : node.children) {
    if (is_column_key(child.name, fields)) continue;
    diagnostics.error(child.name_at,
                      fmt::format("{}: unknown key '{}' in a column", owner, child.name),
                      did_you_mean(child.name, names));
    child.name = nearest(child.name, names);
  }
  return node;
}

void report_unknown_constraint_keys(const Node& node, std::string_view owner,
                                    Diagnostics& diagnostics) {
  std::vector<std::string_view> names;
  for (const Field& field : constraints_fields()) names.push_back(field.name);
  for (const Node& child : node.children) {
    const bool known = std::any_of(names.begin(), names.end(), [&](std::string_view name) {
      return equals_ignore_case(name, child.name);
    });
    if (known) continue;
    const std::string hint = did_you_mean(child.name, names);
    const std::string message =
        fmt::format("{}: unknown key '{}' in constraints", owner, child.name);
    if (hint.empty()) {
      diagnostics.warning(child.name_at, message + " is ignored");
    } else {
      diagnostics.error(child.name_at, message, hint);
    }
  }
}

void read_fields(const Node& node, std::string_view owner, std::span<const Field> fields,
                 void* object, Diagnostics& diagnostics) {
  for (const Field& field : fields) {
    if (const Node* child = node.child(field.name))
      assign(field.ref(object), *child, owner, diagnostics);
  }
}

}  // namespace

void assign(FieldRef target, const Node& node, std::string_view owner, Diagnostics& diagnostics) {
  std::visit(
      Overloaded{[&](Text* text) { *text = text_of(node); },
                 [&](Flag* flag) {
                   if (!node.value) return;
                   *flag = equals_ignore_case(node.value.text, "true");
                   if (!**flag && !equals_ignore_case(node.value.text, "false")) {
                     diagnostics.warning(
                         node.value_at,
                         fmt::format("{}: '{}' is neither true nor false", owner, node.value.text),
                         "it counts as false");
                   }
                 },
                 [&](Number* number) {
                   if (!node.value) return;
                   *number = to_integer(node.value.text);
                   if (!*number) {
                     diagnostics.error(node.value_at,
                                       fmt::format("{}: {} must be a whole number, not '{}'", owner,
                                                   node.name, node.value.text));
                   }
                 },
                 [&](Boxed<Constraints>* constraints) {
                   constraints->emplace();
                   report_unknown_constraint_keys(node, owner, diagnostics);
                   read_fields(node, owner, constraints_fields(), &**constraints, diagnostics);
                 },
                 [](Moment*) {}, [](std::vector<Column>*) {}, [](std::map<std::string, Text>*) {}},
      target);
}

Column read_column(const Node& given, std::string_view owner, ColumnForm form,
                   Diagnostics& diagnostics) {
  const std::span<const Field> fields = form == ColumnForm::Positioned ? positioned_column_fields()
                                        : form == ColumnForm::Loaded   ? loaded_column_fields()
                                                                       : column_fields();
  const Node node = with_known_keys(given, owner, fields, diagnostics);
  Column column;
  column.at = node.name_at;
  read_fields(node, owner, fields, &column, diagnostics);
  if (!column.value && node.value) {
    const std::string_view body = trim(node.value.text);
    if (node.value.kind != Value::Kind::Text) {
      diagnostics.error(node.value_at,
                        fmt::format("{}: a column must be a map with at least a name", owner));
    } else if (!body.empty()) {
      column.value = std::string(body);
    }
  }
  read_value_family(node, kValues, column);
  read_value_family(node, kDefaults, column);
  return column;
}

std::vector<Column> read_columns(const Node& change, std::string_view owner, ColumnForm form,
                                 Diagnostics& diagnostics) {
  std::vector<Column> columns;
  for (const std::string_view key : {"columns", "column"}) {
    for (const Node& child : change.children) {
      if (!equals_ignore_case(child.name, key)) continue;
      const std::size_t before = columns.size();
      columns.reserve(before + std::max<std::size_t>(child.children.size(), 1));
      for (const Node& item : child.children) {
        if (equals_ignore_case(item.name, "column")) {
          columns.push_back(read_column(item, owner, form, diagnostics));
        }
      }
      if (columns.size() == before) columns.push_back(read_column(child, owner, form, diagnostics));
    }
  }
  return columns;
}

}  // namespace strata::model
