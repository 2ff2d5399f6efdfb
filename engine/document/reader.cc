#include "engine/document/reader.h"

#include <fmt/format.h>

#include <optional>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/document/place_finder.h"
#include "engine/document/sql_reader.h"
#include "engine/document/xml_reader.h"
#include "engine/document/yaml_reader.h"
#include "engine/document/yaml_tree.h"

namespace strata::document {
namespace {

// What YAML 1.1 counts as printable.
bool is_printable(char32_t c) {
  if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
  return c < 0x7F || c == 0x85 || (c >= 0xA0 && c != 0xFFFE && c != 0xFFFF);
}

// The first byte that is no UTF-8 or no printable character.
std::optional<std::size_t> find_defect(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c >= 0x20 && c < 0x7F) {
      ++i;
      continue;
    }
    const CodePoint next = decode_utf8(text, i);
    if (!next.valid || !is_printable(next.value)) return i;
    i += next.length;
  }
  return std::nullopt;
}

Diagnostic describe_defect(const SourceFile& file, std::size_t offset) {
  const CodePoint found = decode_utf8(file.text(), offset);
  const auto byte = static_cast<unsigned char>(file.text()[offset]);
  const std::string message =
      found.valid
          ? fmt::format("the character U+{:04X} is not possible in a changelog",
                        static_cast<std::uint32_t>(found.value))
          : fmt::format("the file is not valid UTF-8: byte 0x{:02X} at offset {}", byte, offset);
  Diagnostic defect = make_diagnostic(Severity::Error, PlaceFinder(file).at(offset), message,
                                      found.valid ? "" : "save it as UTF-8");
  defect.source_line = repair_utf8(defect.source_line);
  return defect;
}

std::optional<Format> find_format(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  const std::string ending =
      dot == std::string_view::npos ? std::string() : to_lower(path.substr(dot + 1));
  if (ending == "yaml" || ending == "yml") return Format::Yaml;
  if (ending == "json") return Format::Json;
  if (ending == "xml") return Format::Xml;
  if (ending == "sql") return Format::Sql;
  return std::nullopt;
}

}  // namespace

bool has_format(std::string_view path) { return find_format(path).has_value(); }

Format format_of(std::string_view path) {
  if (const std::optional<Format> format = find_format(path)) return *format;
  throw Error(ErrorKind::Changelog, fmt::format("{}: not the name of a changelog", path))
      .with_hint("a changelog's name ends in .yaml, .yml, .json, .xml or .sql");
}

Node read(const SourceFile& file, Format format, Diagnostics& diagnostics) {
  const std::optional<std::size_t> defect =
      format == Format::Sql ? std::nullopt : find_defect(file.text());
  if (defect) {
    diagnostics.add(describe_defect(file, *defect));
    return {};
  }
  switch (format) {
    case Format::Yaml:
    case Format::Json:
      if (const std::optional<YamlTree> tree = parse_yaml(file, diagnostics)) {
        return to_document(*tree, diagnostics);
      }
      return {};
    case Format::Xml:
      return read_xml(file, diagnostics);
    case Format::Sql:
      return is_formatted_sql(file.text()) ? read_formatted_sql(file, diagnostics)
                                           : read_plain_sql(file, diagnostics);
  }
  return {};
}

}  // namespace strata::document
