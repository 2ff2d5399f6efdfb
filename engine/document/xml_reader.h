// Reads XML changelogs: elements and their attributes become named nodes, an element's text its
// node's value, as the reference's SAX handler has it. Prefixes of names do not count. Nothing but
// the text itself is read: no schema, no external entity.
// Each call is independent, so calls may run in parallel.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "engine/base/location.h"
#include "engine/document/node.h"

namespace strata::document {

// The encoding that an XML declaration names; absent without one.
std::optional<std::string> declared_encoding(std::string_view bytes);

// The root node has no name; its child is the document's element. The text must be UTF-8, whatever
// the declaration says. A mistake in the syntax goes to `diagnostics`; the tree is then empty.
Node read_xml(const SourceFile& file, Diagnostics& diagnostics);

}  // namespace strata::document
