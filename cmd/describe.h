// What there is to write in a changelog, from the field tables: for people and for editors. Pure.
#pragma once

#include <string>

namespace strata::cmd {

// docs/changes.md: every change type with its fields.
std::string changes_markdown();

// All change types, a line each.
std::string change_list();

// A change type with its keys and an example in YAML; names are compared without case. Throws
// Error(Usage) for one that does not exist.
std::string change_docs(const std::string& name);

// changelogs/schema/changelog.schema.json, by which editors complete and check changelogs in YAML
// and JSON (JSON Schema draft 7, which their language servers know best).
std::string changelog_schema();

}  // namespace strata::cmd
