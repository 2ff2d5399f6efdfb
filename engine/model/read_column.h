// Reads columns and their constraints from the document tree, with the reference's rules for values
// that turn out to be expressions. Used by read_change alone.
#pragma once

#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/document/node.h"
#include "engine/model/column.h"
#include "engine/model/field.h"

namespace strata::model {

enum class ColumnForm : std::uint8_t { Plain, Positioned, Loaded };

// The columns given by the `columns` and `column` children of a change. `owner` names the change in
// errors.
std::vector<Column> read_columns(const document::Node& change, std::string_view owner,
                                 ColumnForm form, Diagnostics& diagnostics);

// One column (also a `param` of whereParams).
Column read_column(const document::Node& node, std::string_view owner, ColumnForm form,
                   Diagnostics& diagnostics);

// A scalar put into a field of the given kind; reports texts that are no integer.
void assign(FieldRef target, const document::Node& node, std::string_view owner,
            Diagnostics& diagnostics);

}  // namespace strata::model
