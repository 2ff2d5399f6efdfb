#include "cmd/chosen_change_set.h"

#include <fmt/format.h>

#include "engine/base/error.h"

namespace strata::cmd {

model::ChangeSetKey parse_change_set_key(const std::string& identifier) {
  constexpr std::string_view kBetween = "::";
  const std::size_t first = identifier.find(kBetween);
  const std::size_t second =
      first == std::string::npos ? first : identifier.find(kBetween, first + kBetween.size());
  if (second == std::string::npos) {
    throw Error(ErrorKind::Usage, fmt::format("'{}' names no changeset", identifier))
        .with_hint("path::id::author, for example db.changelog.yaml::7::ann");
  }
  return {identifier.substr(first + 2, second - first - 2), identifier.substr(second + 2),
          identifier.substr(0, first)};
}

model::ChangeSetKey chosen_change_set(const Options& options) {
  if (!options.changeset_identifier.empty())
    return parse_change_set_key(options.changeset_identifier);
  const std::pair<const char*, const std::string*> parts[] = {
      {"--changeset-path", &options.changeset_path},
      {"--changeset-id", &options.changeset_id},
      {"--changeset-author", &options.changeset_author}};
  for (const auto& [name, value] : parts) {
    if (value->empty()) {
      throw Error(ErrorKind::Usage, fmt::format("{}: {} is missing", options.command, name))
          .with_hint("--changeset-identifier=path::id::author names a changeset in one word");
    }
  }
  return {options.changeset_id, options.changeset_author, options.changeset_path};
}

}  // namespace strata::cmd
