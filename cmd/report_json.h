// What programs read: errors, mistakes and reports as JSON. docs/json.md describes the documents.
// Pure.
#pragma once

#include "cmd/answer.h"
#include "engine/base/diagnostic.h"
#include "engine/base/error.h"
#include "engine/run/report.h"

namespace strata::cmd {

// Of the documents; a new number means that something a program may rely on has changed.
inline constexpr int kJsonVersion = 1;

Json to_json(const Diagnostic& diagnostic);
Json to_json(const Error& error);
Json to_json(const model::ChangeSetKey& key);
// null for an absent text.
Json to_json(const model::Text& text);
Json to_json(const plan::RanChangeSet& row);
// What a run adds to its document: "applied" (or what stands for it), "skipped", "failed",
// "planned".
void add_report(Json& data, const run::RunReport& report, std::string_view applied);

}  // namespace strata::cmd
