// Paths of changelog files as the history table keeps them. Pure functions on text; no file is
// touched.
#pragma once

#include <string>
#include <string_view>

namespace strata {

// FILENAME's form: without `classpath:`, drive letter and leading slash, `\` as `/`, and `.`, `..`
// and double slashes resolved. "./a/../b.yaml" gives "b.yaml".
std::string normalize_path(std::string_view path);

// The folder of a normalised path with its final slash, or "".
std::string_view folder_of(std::string_view path);

}  // namespace strata
