#include "engine/changelog/property_reader.h"

#include <array>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/path.h"
#include "engine/base/text.h"
#include "engine/changelog/change_set_reader.h"
#include "engine/changelog/expression.h"
#include "engine/changelog/property_file.h"
#include "engine/document/scalar.h"
#include "engine/model/dbms.h"

namespace strata::changelog {

using document::Node;
using document::Value;

void PropertyReader::check(const Node& property, Diagnostics& diagnostics) const {
  constexpr std::array<std::string_view, 10> kKnown{
      "name",    "value",         "file",   "global",         "dbms",
      "context", "contextFilter", "labels", "errorIfMissing", "relativeToChangelogFile"};
  model::report_unknown_keys(property, "property", kKnown, options_.unknown_keys, diagnostics);
  model::report_repeated_keys(property, "property", kKnown, diagnostics);
}

void PropertyReader::define(const Node& property, const std::string& file,
                            Diagnostics& diagnostics) {
  const model::Text dbms = property.text("dbms");
  if (const model::Text name = property.text("name");
      name && !model::dbms_matches(dbms, options_.dbms))
    for_others_[to_lower(*name)] = *dbms;
  if (!applies(property, diagnostics)) return;
  const bool global = property.boolean("global").value_or(true);
  for (const auto& [name, value] : read(property, file, diagnostics)) {
    if (global) {
      options_.parameters.set(name, value);
    } else {
      options_.parameters.set_local(file, name, value);
    }
  }
}

const std::string* PropertyReader::dbms_of(const std::string& name) const {
  const auto found = for_others_.find(to_lower(trim(name)));
  return found == for_others_.end() ? nullptr : &found->second;
}

bool PropertyReader::applies(const Node& property, Diagnostics& diagnostics) const {
  if (!model::dbms_matches(property.text("dbms"), options_.dbms)) return false;
  const auto context = property.text("context");
  const auto labels = read_labels(property);
  try {
    if (context && !trim(*context).empty() &&
        !Expression::parse(*context).matches(options_.contexts)) {
      return false;
    }
    if (labels.empty() || trim(options_.label_filter).empty()) return true;
    return Expression::parse(options_.label_filter).matches(labels);
  } catch (const Error& error) {
    diagnostics.error(property.name_at, fmt::format("property: {}", error.what()));
    return false;
  }
}

PropertyReader::Definitions PropertyReader::read(const Node& property, const std::string& file,
                                                 Diagnostics& diagnostics) const {
  if (const Node* path = property.child("file"); path != nullptr && path->value) {
    return read_file(property, *path, file, diagnostics);
  }
  const auto name = property.text("name");
  if (!name) {
    diagnostics.error(property.name_at, "property: 'name' is missing");
    return {};
  }
  const Node* value = property.child("value");
  return {{*name, value == nullptr ? Value{} : value->value}};
}

PropertyReader::Definitions PropertyReader::read_file(const Node& property, const Node& path,
                                                      const std::string& file,
                                                      Diagnostics& diagnostics) const {
  const bool relative = property.boolean("relativeToChangelogFile").value_or(false);
  const std::string wanted =
      relative ? std::string(folder_of(file)) + path.value.text : path.value.text;
  Definitions definitions;
  try {
    const std::optional<std::string> bytes = options_.resources->read(wanted);
    if (!bytes) {
      if (!property.boolean("errorIfMissing").value_or(true)) return definitions;
      diagnostics.error(path.value_at, fmt::format("{} does not exist", wanted),
                        fmt::format("looked in: {}", options_.resources->where()));
      return definitions;
    }
    for (auto& [name, text] : parse_properties(decode(*bytes, "ISO-8859-1"))) {
      definitions.emplace_back(std::move(name), document::text_value(std::move(text)));
    }
  } catch (const Error& error) {
    diagnostics.error(path.value_at, error.what(), error.hint());
  }
  return definitions;
}

}  // namespace strata::changelog
