// `removeChangeSetProperty`: takes attributes of single databases out of the changes below it in
// its file. Pure but for the diagnostics it adds.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "engine/document/node.h"
#include "engine/model/changeset.h"

namespace strata::changelog {

// What is taken out of the columns of each addColumn.
enum class PropertyRemoval : std::uint8_t { AfterColumn, BeforeColumn, Position };

// Absent if the entry is not for this database (or for none), or is wrong.
std::optional<PropertyRemoval> read_removal(const document::Node& entry, std::string_view dbms,
                                            Diagnostics& diagnostics);

void remove(PropertyRemoval removal, model::ChangeSet& change_set);

}  // namespace strata::changelog
