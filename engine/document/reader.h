// Reads a changelog file's text into a document tree, whatever its format.
// Each call is independent, so calls may run in parallel.
#pragma once

#include <string>

#include "engine/base/diagnostic.h"
#include "engine/base/location.h"
#include "engine/document/node.h"

namespace strata::document {

enum class Format : std::uint8_t { Yaml, Json, Xml, Sql };

// By the file name's ending; throws Error(Changelog) for an ending that is none of a changelog.
Format format_of(std::string_view path);

bool has_format(std::string_view path);

// The root node has no name; its children are the document's top-level keys. Mistakes (syntax,
// duplicate keys, more than one document, invalid UTF-8, nesting deeper than 100) go to
// `diagnostics` with their place; the tree is then what could be read. The file must outlive the
// tree.
Node read(const SourceFile& file, Format format, Diagnostics& diagnostics);

}  // namespace strata::document
