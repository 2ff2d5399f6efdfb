#include "cmd/configuration.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "cmd/commands.h"
#include "cmd/option_table.h"
#include "engine/base/edit_distance.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/changelog/property_file.h"
#include "engine/document/reader.h"

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace strata::cmd {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kParameter = "parameter.";

bool take_prefix(std::string_view& key, std::string_view prefix) {
  if (!starts_with_ignore_case(key, prefix)) return false;
  key.remove_prefix(prefix.size());
  return true;
}

std::string bare_key(std::string_view key) {
  std::string text = bare_name(key);
  std::erase(text, '.');
  return text;
}

// "liquibase.command.update.contexts" without what all keys may begin with.
std::string_view without_prefixes(std::string_view key) {
  if (!take_prefix(key, "liquibase.")) take_prefix(key, "strata.");
  take_prefix(key, "command.");
  return key;
}

// Whether a key is an option, or an option of a command.
bool is_known(std::string_view bare) {
  if (find_option(bare) != nullptr || is_ignored_option(bare)) return true;
  return std::any_of(commands().begin(), commands().end(), [&](const Command& command) {
    const std::string name = bare_name(command.name);
    if (!bare.starts_with(name)) return false;
    const std::string_view rest = bare.substr(name.size());
    return find_option(rest) != nullptr || is_ignored_option(rest);
  });
}

std::string suggestion(std::string_view key) {
  std::vector<std::string_view> known;
  for (const OptionSpec& spec : option_table()) {
    for (const std::string_view name : spec.names()) known.push_back(name);
  }
  return did_you_mean(key, known);
}

std::optional<std::string> text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file || fs::is_directory(path)) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// liquibase.properties has liquibase.local.properties beside it, which is stronger.
std::string local_variant(const std::string& path) {
  const fs::path file(path);
  return (file.parent_path() / (file.stem().string() + ".local" + file.extension().string()))
      .string();
}

bool is_yaml(std::string_view path) { return path.ends_with(".yaml") || path.ends_with(".yml"); }

}  // namespace

// Only the key is shown: behind a misspelt one there may be a password.
Diagnostic without_value(Diagnostic diagnostic) {
  const std::size_t column =
      diagnostic.column - std::min(diagnostic.column, diagnostic.source_column);
  diagnostic.source_line = diagnostic.source_line.substr(
      std::min(diagnostic.source_line.size(), column), diagnostic.length);
  diagnostic.source_column = diagnostic.column;
  return diagnostic;
}

Configuration::Configuration(const std::string& file, Diagnostics& diagnostics) {
  read_environment("STRATA_");
  read_environment("LIQUIBASE_");
  if (!file.empty()) {
    if (!fs::is_regular_file(file)) {
      throw Error(ErrorKind::Usage, fmt::format("--defaults-file: there is no file {}", file));
    }
    read_file(local_variant(file), diagnostics);
    read_file(file, diagnostics);
    return;
  }
  for (const char* name : {"strata.yaml", "strata.properties", "liquibase.properties"}) {
    read_file(local_variant(name), diagnostics);
    read_file(name, diagnostics);
  }
}

void Configuration::read_environment(std::string_view prefix) {
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::size_t equals = text.find('=');
    if (!text.starts_with(prefix) || equals == std::string_view::npos) continue;
    std::string_view key = text.substr(prefix.size(), equals - prefix.size());
    take_prefix(key, "COMMAND_");
    // An empty one is none: scripts export what they have not set.
    if (equals + 1 == text.size()) continue;
    settings_.push_back({bare_key(key),
                         std::string(text.substr(equals + 1)),
                         {},
                         fmt::format("the environment variable {}", text.substr(0, equals))});
  }
}

void Configuration::read_file(const std::string& path, Diagnostics& diagnostics) {
  std::optional<std::string> text = text_of(path);
  if (!text) return;
  const SourceFile& file = files_.add(path, std::move(*text));
  if (is_yaml(path)) {
    read_yaml(file, diagnostics);
  } else {
    read_properties(file, diagnostics);
  }
}

void Configuration::read_properties(const SourceFile& file, Diagnostics& diagnostics) {
  for (const changelog::Property& property : changelog::read_properties(file.text())) {
    Location at{&file, property.line, property.column,
                static_cast<std::uint32_t>(property.name.size())};
    add(property.name, property.value, at, diagnostics);
  }
}

namespace {

void flatten(const document::Node& node, const std::string& prefix,
             std::vector<std::pair<std::string, const document::Node*>>& leaves) {
  for (const document::Node& child : node.children) {
    const std::string key = prefix.empty() ? child.name : prefix + "." + child.name;
    if (child.value) leaves.emplace_back(key, &child);
    flatten(child, key, leaves);
  }
}

// "[a, b]" is how a list is told; options have commas alone.
std::string text_of(const document::Value& value) {
  if (value.kind != document::Value::Kind::List) return value.text;
  std::vector<std::string> items;
  for (const document::Value& item : value.items) items.push_back(item.text);
  return fmt::format("{}", fmt::join(items, ","));
}

}  // namespace

void Configuration::read_yaml(const SourceFile& file, Diagnostics& diagnostics) {
  const document::Node root = document::read(file, document::Format::Yaml, diagnostics);
  std::vector<std::pair<std::string, const document::Node*>> leaves;
  flatten(root, "", leaves);
  for (const auto& [key, node] : leaves) add(key, text_of(node->value), node->name_at, diagnostics);
}

void Configuration::add(std::string_view key, std::string value, const Location& at,
                        Diagnostics& diagnostics) {
  std::string_view rest = without_prefixes(key);
  if (take_prefix(rest, kParameter)) {
    parameters_.emplace_back(std::string(rest), std::move(value));
    return;
  }
  const std::string bare = bare_key(rest);
  if (!is_known(bare)) {
    diagnostics.add(without_value(
        make_diagnostic(Severity::Warning, at, fmt::format("the key '{}' means nothing here", key),
                        suggestion(rest))));
    return;
  }
  if (!value.empty()) settings_.push_back({bare, std::move(value), at, {}});
}

const Setting* Configuration::find(const std::vector<std::string_view>& names,
                                   std::string_view command) const {
  const auto strongest = [&](std::string_view prefix) {
    return std::find_if(settings_.begin(), settings_.end(), [&](const Setting& setting) {
      return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
        return setting.key == bare_name(prefix) + bare_name(name);
      });
    });
  };
  for (const std::string_view prefix : {command, std::string_view()}) {
    if (const auto found = strongest(prefix); found != settings_.end()) return &*found;
  }
  return nullptr;
}

}  // namespace strata::cmd
