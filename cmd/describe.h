// What there is to write in a changelog, from the field tables: for people and for editors. Pure.
#pragma once

#include <string>

namespace strata::cmd {

// docs/changes.md: every change type with its fields.
std::string changes_markdown();

// changelogs/schema/changelog.schema.json, by which editors complete and check changelogs in YAML
// and JSON (JSON Schema draft 7, which their language servers know best).
std::string changelog_schema();

}  // namespace strata::cmd
