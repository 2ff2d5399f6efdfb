#include "cmd/describe.h"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cmd/examples.h"
#include "engine/base/edit_distance.h"
#include "engine/base/error.h"
#include "engine/base/overloaded.h"
#include "engine/base/text.h"
#include "engine/model/change.h"
#include "engine/model/precondition.h"

namespace strata::cmd {
namespace {

using Json = nlohmann::ordered_json;
using model::ChangeType;
using model::Field;

std::vector<const ChangeType*> types_by_name() {
  std::vector<const ChangeType*> types;
  for (const ChangeType& type : model::change_types()) types.push_back(&type);
  std::sort(types.begin(), types.end(),
            [](const auto* a, const auto* b) { return a->name < b->name; });
  return types;
}

// A value for accessors to look at; only its kind counts.
model::FieldRef kind_of(const Field& field, model::ChangeBody& body) {
  return field.ref(model::fields_of(body));
}

std::string kind_name(const model::FieldRef& value) {
  return std::visit(
      Overloaded{[](model::Text*) { return "text"; }, [](model::Flag*) { return "true, false"; },
                 [](model::Number*) { return "whole number"; },
                 [](model::Moment*) { return "date or time"; },
                 [](Boxed<model::Constraints>*) { return "constraints"; },
                 [](std::vector<model::Column>*) { return "columns"; },
                 [](std::map<std::string, model::Text>*) { return "name and value"; }},
      value);
}

void append_fields(std::string& text, std::span<const Field> fields, auto& object) {
  text += "| key | value | |\n| --- | --- | --- |\n";
  for (const Field& field : fields) {
    const std::string name = field.has(Field::kRequired) ? fmt::format("**`{}`**", field.name)
                                                         : fmt::format("`{}`", field.name);
    text += fmt::format("| {} | {} | {} |\n", name, kind_name(field.ref(&object)), field.doc);
  }
}

Json any_of_types(std::initializer_list<const char*> types) {
  return {{"type", std::vector<std::string>(types.begin(), types.end())}};
}

Json reference(std::string_view name) { return {{"$ref", fmt::format("#/definitions/{}", name)}}; }

std::string_view column_definition(const Field& field) {
  if (field.has(Field::kPositioned)) return "positionedColumn";
  return field.has(Field::kLoaded) ? "loadedColumn" : "column";
}

// `columns: [{column: {...}}, ...]`, or a single one.
Json list_of(std::string_view definition) {
  const Json item = {{"type", "object"},
                     {"properties", {{"column", reference(definition)}}},
                     {"required", {"column"}},
                     {"additionalProperties", false}};
  return {{"type", "array"}, {"items", item}};
}

Json schema_of(const Field& field, const model::FieldRef& value) {
  Json schema = std::visit(
      Overloaded{[](model::Text*) {
                   return any_of_types({"string", "number", "boolean", "null"});
                 },
                 [](model::Flag*) {
                   return any_of_types({"boolean", "string"});
                 },
                 [](model::Number*) {
                   return any_of_types({"integer", "string"});
                 },
                 [](model::Moment*) {
                   return any_of_types({"string", "number"});
                 },
                 [](Boxed<model::Constraints>*) { return reference("constraints"); },
                 [&](std::vector<model::Column>*) { return list_of(column_definition(field)); },
                 [](std::map<std::string, model::Text>*) {
                   return any_of_types({"object", "array"});
                 }},
      value);
  // Draft 7 takes nothing beside a reference.
  if (schema.contains("$ref")) schema = {{"allOf", {schema}}};
  schema["description"] = field.doc;
  return schema;
}

Json object_of(std::span<const Field> fields, void* object, std::string_view doc) {
  Json properties = Json::object();
  for (const Field& field : fields)
    properties[std::string(field.name)] = schema_of(field, field.ref(object));
  return {{"description", doc},
          {"type", "object"},
          {"properties", std::move(properties)},
          {"additionalProperties", false}};
}

// Keys of some types that are in no field table.
void add_other_keys(const ChangeType& type, Json& properties) {
  const auto has = [&](std::string_view name) { return properties.contains(std::string(name)); };
  if (has("columns")) {
    properties["column"] = properties["columns"]["items"]["properties"]["column"];
  }
  if (type.name == "update" || type.name == "delete")
    properties["whereParams"] = {{"type", "array"}};
  if (type.name == "createProcedure") properties["procedureBody"] = properties["procedureText"];
  if (type.name == "executeCommand") {
    properties["args"] = {{"type", "array"},
                          {"description", "Its arguments, as {arg: {value: x}}."}};
    properties["os"] = {{"type", "string"}, {"description", "Systems it is for, such as Linux."}};
  }
  if (type.name == "customChange") properties["params"] = {{"type", "array"}};
}

Json change_schema(const ChangeType& type) {
  model::ChangeBody body = type.make();
  Json schema = object_of(type.fields, model::fields_of(body), type.doc);
  add_other_keys(type, schema["properties"]);
  // What a custom change takes is its class's affair, and `empty` takes anything.
  if (type.fields.empty() || type.name == "customChange") schema.erase("additionalProperties");
  Json required = Json::array();
  bool takes_text = type.fields.empty() || type.name == "stop";
  for (const Field& field : type.fields) {
    const bool is_columns =
        std::holds_alternative<std::vector<model::Column>*>(kind_of(field, body));
    if (field.has(Field::kBody)) takes_text = true;
    if (field.has(Field::kRequired) && !field.has(Field::kBody) && !is_columns)
      required.push_back(field.name);
  }
  if (!required.empty()) schema["required"] = std::move(required);
  if (takes_text) schema["type"] = {"object", "string", "null"};
  return schema;
}

struct Attribute {
  std::string_view name;
  std::string_view doc;
  std::vector<std::string> types = {"string"};
};

const std::vector<Attribute>& change_set_attributes() {
  static const std::vector<std::string> kFlag{"boolean", "string"};
  static const std::vector<std::string> kText{"string", "number", "boolean"};
  static const std::vector<Attribute> kAttributes{
      {"id", "Together with author and file it names the changeset, for ever.", kText},
      {"author", "Who wrote it.", kText},
      {"context", "Contexts it is for: an expression with and, or, not."},
      {"contextFilter", "The same as context."},
      {"labels", "Labels, separated by commas, that --label-filter looks at."},
      {"dbms", "Databases it is for, such as postgresql, !sqlite."},
      {"runAlways", "Run it in every update.", kFlag},
      {"runOnChange", "Run it again when it was edited.", kFlag},
      {"failOnError", "false: a refused statement does not end the run.", kFlag},
      {"runInTransaction", "false: no transaction around it.", kFlag},
      {"runOrder", "first or last."},
      {"runWith",
       "The client that runs it: psql, mysql, mariadb or sqlite3; jdbc, the default, is none."},
      {"lockTimeout",
       "How long its statements may wait for locks of others: 5s. Liquibase ignores it."},
      {"statementTimeout", "How long its statements may run: 10m. Liquibase ignores it."},
      {"runWithSpoolFile", "Accepted and ignored."},
      {"created", "Accepted and ignored.", kText},
      {"ignore", "Leave it out.", kFlag},
      {"logicalFilePath", "The file's name in the history, instead of its own."},
      {"objectQuotingStrategy", "LEGACY, QUOTE_ALL_OBJECTS or QUOTE_ONLY_RESERVED_WORDS."},
      {"onValidationFail", "Accepted and ignored."},
      {"comment", "Why; kept in the history.", kText},
      {"validCheckSum", "Checksums of earlier versions to accept, or ANY.", {"string", "array"}},
      {"validCheckSums", "The same as validCheckSum.", {"string", "array"}},
      {"modifySql", "Edits of its statements.", {"object", "array"}},
  };
  return kAttributes;
}

Json attribute_schema(const Attribute& attribute) {
  return {{"description", attribute.doc}, {"type", attribute.types}};
}

Json change_set_schema() {
  Json properties = Json::object();
  for (const Attribute& attribute : change_set_attributes())
    properties[std::string(attribute.name)] = attribute_schema(attribute);
  properties["changes"] = {{"description", "What it does, in order."},
                           {"type", {"array", "object", "null"}},
                           {"items", reference("change")}};
  properties["preConditions"] = reference("preConditions");
  properties["rollback"] = {
      {"description", "How it is undone: changes, SQL, a changeset's id, or empty."},
      {"type", {"array", "object", "string", "null"}}};
  return {{"description", "A changeset: what is run, and noted in the history, as one."},
          {"type", "object"},
          {"properties", std::move(properties)},
          {"required", {"id", "author"}},
          {"additionalProperties", false}};
}

Json object_with(std::string_view doc, const std::vector<Attribute>& attributes,
                 std::vector<std::string> required) {
  Json properties = Json::object();
  for (const Attribute& attribute : attributes)
    properties[std::string(attribute.name)] = attribute_schema(attribute);
  return {{"description", doc},
          {"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

// Conditions, and what to do where they do not hold, in one object or a list of them.
Json preconditions_schema() {
  Json properties = Json::object();
  for (const char* name :
       {"onFail", "onError", "onSqlOutput", "onUpdateSQL", "onFailMessage", "onErrorMessage"})
    properties[name] = any_of_types({"string"});
  for (const model::PreconditionType& type : model::precondition_types()) {
    Json one = {{"description", type.doc}, {"type", {"object", "array", "string"}}};
    if (!type.has_nested() && type.kind != model::PreconditionType::Kind::Custom) {
      Json fields = Json::object();
      for (const model::PreconditionField& field : type.fields)
        fields[std::string(field.name)] = any_of_types({"string", "number", "boolean"});
      one["properties"] = std::move(fields);
      one["additionalProperties"] = false;
    }
    properties[std::string(type.name)] = std::move(one);
  }
  const Json block = {
      {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  Json schema = block;
  schema["description"] = "What must hold for it to be run.";
  schema["type"] = {"object", "array"};
  schema["items"] = block;
  return schema;
}

Json entry_schema() {
  static const std::vector<std::string> kFlag{"boolean", "string"};
  Json properties = Json::object();
  properties["changeSet"] = reference("changeSet");
  properties["preConditions"] = reference("preConditions");
  properties["include"] =
      object_with("Takes in the changesets of another file.",
                  {{"file", "The file."},
                   {"relativeToChangelogFile", "Whether its path is relative to this file.", kFlag},
                   {"context", "Contexts it is for."},
                   {"contextFilter", "The same as context."},
                   {"labels", "Labels for all in it."},
                   {"errorIfMissing", "false: it need not be there.", kFlag},
                   {"ignore", "Leave it out.", kFlag}},
                  {"file"});
  properties["includeAll"] =
      object_with("Takes in the changesets of all files in a folder, in the order of their names.",
                  {{"path", "The folder."},
                   {"relativeToChangelogFile", "Whether its path is relative to this file.", kFlag},
                   {"errorIfMissingOrEmpty", "false: there need not be any.", kFlag},
                   {"minDepth", "1 is the folder itself.", {"integer", "string"}},
                   {"maxDepth", "1 leaves out the folders in it.", {"integer", "string"}},
                   {"endsWithFilter", "Only files whose names end so."},
                   {"context", "Contexts it is for."},
                   {"contextFilter", "The same as context."},
                   {"labels", "Labels for all in it."},
                   {"ignore", "Leave it out.", kFlag}},
                  {"path"});
  properties["property"] =
      object_with("A parameter: ${name} is replaced by its value.",
                  {{"name", "Its name."},
                   {"value", "Its value.", {"string", "number", "boolean"}},
                   {"file", "A properties file with names and values."},
                   {"relativeToChangelogFile", "Whether its path is relative to this file.", kFlag},
                   {"dbms", "Databases it is for."},
                   {"context", "Contexts it is for."},
                   {"contextFilter", "The same as context."},
                   {"labels", "Labels it is for."},
                   {"errorIfMissing", "false: the file need not be there.", kFlag},
                   {"global", "false: for this file alone.", kFlag}},
                  {});
  for (const char* name :
       {"logicalFilePath", "context", "contextFilter", "objectQuotingStrategy", "changeLogId"})
    properties[name] = any_of_types({"string"});
  return {
      {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

}  // namespace

std::string changes_markdown() {
  std::string text =
      "# Change types\n\nMade from the field tables in `engine/model`, which the reader, the "
      "checks and the "
      "checksums use as well. Keys in **bold** are needed.\n";
  for (const ChangeType* type : types_by_name()) {
    text += fmt::format("\n## {}\n\n{}\n", type->name, type->doc);
    if (type->fields.empty()) continue;
    text += '\n';
    model::ChangeBody body = type->make();
    std::visit([&](auto& change) { append_fields(text, type->fields, change); }, body);
  }
  text +=
      "\n## Columns\n\nWith `afterColumn`, `beforeColumn` and `position` in addColumn and "
      "createIndex, with "
      "`header`, `index` and `allowUpdate` in loadData and loadUpdateData.\n\n";
  model::Column column;
  append_fields(text, model::column_fields(), column);
  text += "\n## Constraints of a column\n\n";
  model::Constraints constraints;
  append_fields(text, model::constraints_fields(), constraints);
  text += "\n## Preconditions\n\n| precondition | keys | holds if |\n| --- | --- | --- |\n";
  for (const model::PreconditionType& type : model::precondition_types()) {
    std::vector<std::string> keys;
    for (const model::PreconditionField& field : type.fields)
      keys.push_back(field.required ? fmt::format("**{}**", field.name) : std::string(field.name));
    text += fmt::format("| {} | {} | {} |\n", type.name, fmt::join(keys, ", "), type.doc);
  }
  return text;
}

std::string change_list() {
  std::size_t width = 0;
  for (const ChangeType* type : types_by_name()) width = std::max(width, type->name.size());
  std::string text;
  for (const ChangeType* type : types_by_name())
    text += fmt::format("{:<{}}  {}\n", type->name, width, type->doc);
  return text + "\nstrata docs NAME describes one, with an example.\n";
}

std::string change_docs(const std::string& name) {
  std::vector<std::string_view> names;
  for (const ChangeType* type : types_by_name()) {
    names.push_back(type->name);
    if (!equals_ignore_case(type->name, name)) continue;
    std::string text = fmt::format("{}\n\n{}\n", type->name, type->doc);
    model::ChangeBody body = type->make();
    for (const Field& field : type->fields) {
      const std::string kind = kind_name(kind_of(field, body));
      text += fmt::format("  {}{} ({})\n      {}\n", field.name,
                          field.has(Field::kRequired) ? " *" : "", kind, field.doc);
    }
    if (!type->fields.empty()) text += "\n* is needed.\n";
    return text + fmt::format("\nExample:\n\n{}", example_of(type->name));
  }
  throw Error(ErrorKind::Usage, fmt::format("there is no change type '{}'", name))
      .with_hint(did_you_mean(name, names));
}

std::string changelog_schema() {
  model::Column column;
  model::Constraints constraints;
  Json definitions = Json::object();
  definitions["constraints"] =
      object_of(model::constraints_fields(), &constraints, "Constraints of a column.");
  definitions["column"] = object_of(model::column_fields(), &column, "A column.");
  definitions["positionedColumn"] =
      object_of(model::positioned_column_fields(), &column, "A column, perhaps with its place.");
  definitions["loadedColumn"] =
      object_of(model::loaded_column_fields(), &column, "A column of a file.");
  Json changes = Json::object();
  for (const ChangeType* type : types_by_name()) {
    definitions[std::string(type->name)] = change_schema(*type);
    changes[std::string(type->name)] = reference(type->name);
  }
  definitions["change"] = {{"type", "object"},
                           {"properties", std::move(changes)},
                           {"additionalProperties", false},
                           {"minProperties", 1}};
  definitions["changeSet"] = change_set_schema();
  definitions["preConditions"] = preconditions_schema();
  definitions["entry"] = entry_schema();
  const Json log = {{"description", "The changelog: changesets in the order they run."},
                    {"type", "array"},
                    {"items", reference("entry")}};
  const Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                       {"title", "Strata changelog"},
                       {"type", "object"},
                       {"properties", {{"databaseChangeLog", log}}},
                       {"required", {"databaseChangeLog"}},
                       {"definitions", std::move(definitions)}};
  return schema.dump(2) + "\n";
}

}  // namespace strata::cmd
