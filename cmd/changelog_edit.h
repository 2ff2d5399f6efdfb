// Writes an attribute into changesets of a changelog's text, leaving everything else as it stands.
// Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/location.h"

namespace strata::cmd {

enum class Existing : std::uint8_t { Keep, Replace };

struct EditedText {
  std::string text;
  std::size_t changed = 0;
  std::size_t kept = 0;  // had the attribute already
};

// `places` are those of the changesets (model::ChangeSet::at), `names` the attribute's name and the
// other names it may stand under. Throws Error(Changelog) for a text that cannot be read.
EditedText with_attribute(const SourceFile& file, const std::vector<Location>& places,
                          const std::vector<std::string_view>& names, const std::string& value,
                          Existing existing);

}  // namespace strata::cmd
