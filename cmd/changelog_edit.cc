#include "cmd/changelog_edit.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/document/reader.h"

namespace strata::cmd {
namespace {

using document::Format;
using document::Node;

struct Edit {
  std::size_t begin = 0;
  std::size_t length = 0;
  std::string text;
};

// The byte that a line and a column (in code points) name.
std::size_t offset_of(const SourceFile& file, const Location& at) {
  const std::string& text = file.text();
  std::size_t offset = file.line_start(at.line);
  for (std::uint32_t column = 1; column < at.column && offset < text.size(); ++column) {
    ++offset;
    while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0U) == 0x80U)
      ++offset;
  }
  return offset;
}

std::string quoted(Format format, const std::string& value) {
  switch (format) {
    case Format::Xml: {
      std::string text = replace_all(value, "&", "&amp;");
      text = replace_all(replace_all(text, "<", "&lt;"), "\"", "&quot;");
      return "\"" + text + "\"";
    }
    case Format::Yaml:
    case Format::Json:
      return nlohmann::json(value).dump();
    case Format::Sql:
      break;
  }
  const bool is_word = value.find_first_of(" \t:") == std::string::npos;
  return is_word ? value : "\"" + value + "\"";
}

std::string pair_text(Format format, std::string_view name, const std::string& value) {
  switch (format) {
    case Format::Xml:
      return fmt::format("{}={}", name, quoted(format, value));
    case Format::Json:
      return fmt::format("\"{}\": {}", name, quoted(format, value));
    case Format::Yaml:
      return fmt::format("{}: {}", name, quoted(format, value));
    case Format::Sql:
      break;
  }
  return fmt::format("{}:{}", name, quoted(format, value));
}

// What stands between the new attribute and the one before which it is written.
std::string separator(Format format, std::string_view before) {
  if (format == Format::Xml) return " ";
  const std::string_view trimmed = trim(before);
  if (format == Format::Json || trimmed.ends_with('{') || trimmed.ends_with(',')) return ", ";
  return "\n" + std::string(before.size(), ' ');
}

// Before the changeset's id, in the way that stands there; in SQL at the end of its line.
Edit insertion(const SourceFile& file, Format format, const Node& change_set, std::string_view name,
               const std::string& value) {
  const std::string pair = pair_text(format, name, value);
  if (format == Format::Sql) {
    const std::string_view line = file.line(change_set.name_at.line);
    const std::string_view code = line.substr(0, line.find_last_not_of(" \t\r") + 1);
    return {file.line_start(change_set.name_at.line) + code.size(), 0, " " + pair};
  }
  const Node* id = change_set.child("id");
  const std::size_t begin = offset_of(file, id->name_at);
  const std::size_t line = file.line_start(id->name_at.line);
  return {begin, 0,
          pair + separator(format, std::string_view(file.text()).substr(line, begin - line))};
}

// The value as it stands in the file, with its quotes.
std::size_t written_length(const SourceFile& file, Format format, std::size_t begin,
                           const Location& at) {
  const std::string& text = file.text();
  if (begin < text.size() && (text[begin] == '"' || text[begin] == '\'')) {
    const std::size_t end = text.find(text[begin], begin + 1);
    return end == std::string::npos ? 1 : end - begin + 1;
  }
  if (format != Format::Sql) return at.length;
  return text.find_first_of(" \t\r\n", begin) - begin;
}

Edit replacement(const SourceFile& file, Format format, const Node& attribute,
                 std::string_view name, const std::string& value) {
  if (format == Format::Sql) {
    // The value's place is not told there: name and value stand on the changeset's line.
    const std::string_view line = file.line(attribute.name_at.line);
    const std::size_t start = file.line_start(attribute.name_at.line);
    const std::size_t found = to_lower(line).find(to_lower(attribute.name) + ":");
    if (found != std::string::npos) {
      const std::size_t begin = start + found + attribute.name.size() + 1;
      return {begin, written_length(file, format, begin, attribute.value_at),
              quoted(format, value)};
    }
    return {start + line.size(), 0, " " + pair_text(format, name, value)};
  }
  std::size_t begin = offset_of(file, attribute.value_at);
  // XML's place is the text between the quotes.
  if (format == Format::Xml && begin > 0 &&
      (file.text()[begin - 1] == '"' || file.text()[begin - 1] == '\''))
    --begin;
  return {begin, written_length(file, format, begin, attribute.value_at), quoted(format, value)};
}

void collect(const Node& node, std::vector<const Node*>& change_sets) {
  for (const Node& child : node.children) {
    if (equals_ignore_case(child.name, "changeSet")) change_sets.push_back(&child);
    collect(child, change_sets);
  }
}

const Node* attribute_of(const Node& change_set, const std::vector<std::string_view>& names) {
  for (const std::string_view name : names) {
    const Node* found = change_set.child(name);
    if (found != nullptr && found->value && !found->value.text.empty()) return found;
  }
  return nullptr;
}

std::string applied(const std::string& text, std::vector<Edit> edits) {
  std::sort(edits.begin(), edits.end(),
            [](const Edit& a, const Edit& b) { return a.begin > b.begin; });
  std::string result = text;
  for (const Edit& edit : edits) result.replace(edit.begin, edit.length, edit.text);
  return result;
}

}  // namespace

EditedText with_attribute(const SourceFile& file, const std::vector<Location>& places,
                          const std::vector<std::string_view>& names, const std::string& value,
                          Existing existing) {
  const Format format = document::format_of(file.path());
  Diagnostics diagnostics;
  const Node root = document::read(file, format, diagnostics);
  if (diagnostics.has_errors()) {
    throw Error(ErrorKind::Changelog, fmt::format("{} cannot be read", file.path()))
        .with_diagnostics(diagnostics.all());
  }
  std::vector<const Node*> change_sets;
  collect(root, change_sets);
  EditedText result;
  std::vector<Edit> edits;
  for (const Node* change_set : change_sets) {
    const bool is_meant = std::any_of(places.begin(), places.end(), [&](const Location& place) {
      return place.line == change_set->name_at.line && place.column == change_set->name_at.column;
    });
    if (!is_meant) continue;
    const Node* attribute = attribute_of(*change_set, names);
    if (attribute == nullptr) {
      edits.push_back(insertion(file, format, *change_set, names.front(), value));
    } else if (existing == Existing::Replace) {
      edits.push_back(replacement(file, format, *attribute, names.front(), value));
    } else {
      ++result.kept;
    }
  }
  result.changed = edits.size();
  result.text = applied(file.text(), std::move(edits));
  return result;
}

}  // namespace strata::cmd
