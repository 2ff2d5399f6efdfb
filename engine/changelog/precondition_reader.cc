#include "engine/changelog/precondition_reader.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/base/edit_distance.h"
#include "engine/base/text.h"

namespace strata::changelog {
namespace {

using document::Node;
using model::OnFail;
using model::OnSqlOutput;
using model::Precondition;
using model::PreconditionField;
using model::PreconditionType;
using Kind = PreconditionType::Kind;

constexpr std::string_view kOwner = "preConditions";
constexpr std::array<std::string_view, 6> kAttributes{
    "onFail", "onError", "onSqlOutput", "onUpdateSQL", "onFailMessage", "onErrorMessage"};
constexpr std::array<std::string_view, 4> kOnFail{"HALT", "CONTINUE", "MARK_RAN", "WARN"};
constexpr std::array<std::string_view, 3> kOnSqlOutput{"IGNORE", "TEST", "FAIL"};

bool is_attribute(std::string_view name) { return is_one_of_ignoring_case(name, kAttributes); }

model::Text given(const Node& node, std::string_view name) {
  model::Text text = node.text(name);
  return text && !trim(*text).empty() ? text : std::nullopt;
}

class Reader {
 public:
  explicit Reader(const PreconditionReader& options) : options_(options) {}

  model::Preconditions read(const Node& node) {
    model::Preconditions all;
    all.at = node.name_at;
    all.on_fail = choice(node, "onFail", kOnFail, OnFail::Halt);
    all.on_error = choice(node, "onError", kOnFail, OnFail::Halt);
    all.on_sql_output = choice(node, "onUpdateSQL", kOnSqlOutput, OnSqlOutput::Ignore);
    all.on_sql_output = choice(node, "onSqlOutput", kOnSqlOutput, all.on_sql_output);
    all.on_fail_message = given(node, "onFailMessage");
    all.on_error_message = given(node, "onErrorMessage");
    for (const Node& child : node.children) {
      if (!is_attribute(child.name)) add(child, all.all);
    }
    return all;
  }

 private:
  template <typename Choice, std::size_t kSize>
  Choice choice(const Node& node, std::string_view name,
                const std::array<std::string_view, kSize>& words, Choice otherwise) const {
    const Node* child = node.child(name);
    if (child == nullptr || !child->value) return otherwise;
    const std::string word = to_upper(trim(child->value.text));
    const auto found = std::find(words.begin(), words.end(), word);
    if (found != words.end()) return static_cast<Choice>(found - words.begin());
    std::string hint = did_you_mean(word, words);
    if (hint.empty()) hint = fmt::format("one of {}", fmt::join(words, ", "));
    options_.diagnostics.error(
        child->value_at, fmt::format("{}: unknown {} '{}'", kOwner, name, child->value.text), hint);
    return otherwise;
  }

  void add(const Node& node, std::vector<Precondition>& to) const {
    const PreconditionType* type = model::find_precondition_type(node.name);
    if (type != nullptr) return to.push_back(precondition(node, *type));
    std::vector<std::string_view> known;
    for (const PreconditionType& one : model::precondition_types()) known.push_back(one.name);
    known.insert(known.end(), kAttributes.begin(), kAttributes.end());
    options_.diagnostics.error(node.name_at, fmt::format("unknown precondition '{}'", node.name),
                               did_you_mean(node.name, known));
  }

  Precondition precondition(const Node& node, const PreconditionType& type) const {
    Precondition result;
    result.type = &type;
    result.at = node.name_at;
    if (type.has_nested()) {
      for (const Node& child : node.children) add(child, result.nested);
      if (result.nested.empty())
        options_.diagnostics.error(node.name_at, fmt::format("{}: nothing is in it", type.name));
      return result;
    }
    for (const PreconditionField& field : type.fields) {
      model::Text text = given(node, field.name);
      if (!text && field.body && node.value) text = std::string(trim(node.value.text));
      if (text && !text->empty()) result.values.emplace(field.name, *text);
    }
    check_keys(node, type, result);
    finish(node, result);
    return result;
  }

  void check_keys(const Node& node, const PreconditionType& type,
                  const Precondition& result) const {
    std::vector<std::string_view> known;
    for (const PreconditionField& field : type.fields) known.push_back(field.name);
    const std::vector<std::string_view> slips =
        type.kind == Kind::Custom
            ? std::vector<std::string_view>()
            : model::report_unknown_keys(node, type.name, known, options_.unknown_keys,
                                         options_.diagnostics);
    for (const PreconditionField& field : type.fields) {
      if (!field.required || result.value(field.name) || is_one_of(field.name, slips)) continue;
      // An empty text may well be what a query is expected to yield.
      if (field.name == "expectedResult" && node.child(field.name) != nullptr) continue;
      missing(node, type.name, fmt::format("'{}'", field.name));
    }
  }

  void missing(const Node& node, std::string_view owner, const std::string& what) const {
    options_.diagnostics.error(node.name_at, fmt::format("{}: {} is missing", owner, what));
  }

  void finish(const Node& node, Precondition& result) const {
    const std::string_view name = result.type->name;
    switch (result.type->kind) {
      case Kind::IndexExists:
        if (!result.value("indexName") &&
            (!result.value("tableName") || !result.value("columnNames")))
          missing(node, name, "'indexName', or 'tableName' and 'columnNames',");
        break;
      case Kind::PrimaryKeyExists:
        if (!result.value("primaryKeyName") && !result.value("tableName"))
          missing(node, name, "'tableName' or 'primaryKeyName'");
        break;
      case Kind::UniqueConstraintExists:
        if (!result.value("constraintName") && !result.value("columnNames"))
          missing(node, name, "'constraintName' or 'columnNames'");
        break;
      case Kind::RowCount:
        check_number(node, "expectedRows", result);
        break;
      case Kind::PropertyDefined:
        result.property = options_.parameter(result.value("property").value_or(""));
        break;
      case Kind::Custom:
        read_parameters(node, result);
        break;
      default:
        break;
    }
  }

  void check_number(const Node& node, std::string_view field, const Precondition& result) const {
    const model::Text text = result.value(field);
    if (!text || text->find_first_not_of("0123456789") == std::string::npos) return;
    options_.diagnostics.error(
        node.child(field)->value_at,
        fmt::format("{}: '{}' is no number of rows", result.type->name, *text));
  }

  // `param: {name: a, value: b}`, one or several of them, or a list of them in `params`.
  static void read_parameters(const Node& node, Precondition& result) {
    for (const Node& child : node.children) {
      if (child.name == "params") read_parameters(child, result);
      if (child.name != "param") continue;
      model::Text value = child.text("value");
      if (!value && child.value) value = child.value.text;
      result.parameters[child.text("name").value_or("")] = std::move(value);
    }
  }

  const PreconditionReader& options_;
};

}  // namespace

model::Preconditions PreconditionReader::read(const Node& node) const {
  return Reader(*this).read(node);
}

}  // namespace strata::changelog
