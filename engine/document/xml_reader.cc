#include "engine/document/xml_reader.h"

#include <algorithm>
#include <memory>
#include <type_traits>
#include <vector>

#include <expat.h>
#include <fmt/format.h>

#include "engine/base/text.h"
#include "engine/document/place_finder.h"
#include "engine/document/scalar.h"

namespace strata::document {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::size_t kDeepest = 100;

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// Of namespaces and schemas.
bool is_declaration(std::string_view name) {
  return name == "xmlns" || name.starts_with("xmlns:") || name.starts_with("xsi:");
}

// The names and values of a start tag as written, in order.
class TagScanner {
 public:
  explicit TagScanner(std::string_view tag) : tag_(tag) { skip_name(1); }

  struct Attribute {
    std::size_t name = 0;
    std::size_t value = 0;  // behind the quote
    std::size_t value_length = 0;
  };

  // Nothing at the end of the tag, and where a tag is not what it seems (within an entity).
  std::optional<Attribute> next() {
    Attribute attribute;
    attribute.name = tag_.find_first_not_of(kBlanks, at_);
    if (attribute.name == std::string_view::npos) return std::nullopt;
    skip_name(attribute.name);
    const std::size_t quote = tag_.find_first_of("\"'", at_);
    if (quote == std::string_view::npos) return std::nullopt;
    attribute.value = quote + 1;
    const std::size_t end = tag_.find(tag_[quote], attribute.value);
    if (end == std::string_view::npos) return std::nullopt;
    attribute.value_length = end - attribute.value;
    at_ = end + 1;
    return attribute;
  }

 private:
  void skip_name(std::size_t from) {
    at_ = std::min(tag_.find_first_of(" \t\r\n=/>", from), tag_.size());
  }

  std::string_view tag_;
  std::size_t at_ = 0;
};

// Whether the text stands in the file as it is, but for the ends of lines.
bool is_verbatim(std::string_view source, std::string_view text) {
  std::size_t at = 0;
  for (const char c : text) {
    while (at < source.size() && source[at] == '\r') ++at;
    if (at >= source.size() || source[at] != c) return false;
    ++at;
  }
  return true;
}

struct FreeParser {
  void operator()(XML_Parser parser) const noexcept { XML_ParserFree(parser); }
};

class Reader {
 public:
  Reader(const SourceFile& file, Diagnostics& diagnostics)
      : file_(file), diagnostics_(diagnostics), finder_(file), parser_(XML_ParserCreate("UTF-8")) {
    if (!parser_) throw std::bad_alloc();
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(
        parser_.get(),
        [](void* self, const XML_Char* name, const XML_Char** attributes) {
          static_cast<Reader*>(self)->guarded([&](Reader& r) { r.start(name, attributes); });
        },
        [](void* self, const XML_Char*) {
          static_cast<Reader*>(self)->guarded([](Reader& r) { r.end(); });
        });
    XML_SetCharacterDataHandler(parser_.get(), [](void* self, const XML_Char* text, int length) {
      static_cast<Reader*>(self)->guarded([&](Reader& r) {
        r.characters({text, static_cast<std::size_t>(length)});
      });
    });
    XML_SetExternalEntityRefHandler(
        parser_.get(),
        [](XML_Parser, const XML_Char*, const XML_Char*, const XML_Char*, const XML_Char*) -> int {
          return XML_STATUS_ERROR;
        });
  }

  Node read() {
    open_.push_back({&document_, {}, 0});
    std::string_view text = file_.text();
    if (text.starts_with("\xEF\xBB\xBF")) {
      mark_ = 3;
      text.remove_prefix(mark_);
    }
    // In parts, since a length is an int.
    constexpr std::size_t kPart = std::size_t{1} << 24U;
    do {
      const std::string_view part = text.substr(0, kPart);
      text.remove_prefix(part.size());
      const auto status = XML_Parse(parser_.get(), part.data(), static_cast<int>(part.size()),
                                    text.empty() ? XML_TRUE : XML_FALSE);
      if (failure_) std::rethrow_exception(failure_);
      if (status == XML_STATUS_ERROR) {
        report();
        return {};
      }
    } while (!text.empty());
    return std::move(document_);
  }

 private:
  struct Element {
    Node* node;
    std::string text;
    std::size_t text_at;  // of the first that is not blank
  };

  // Nothing may be thrown through a library in C.
  template <typename Work>
  void guarded(const Work& work) noexcept {
    if (failure_) return;
    try {
      work(*this);
    } catch (...) {
      failure_ = std::current_exception();
      XML_StopParser(parser_.get(), XML_FALSE);
    }
  }

  std::size_t offset() const {
    return mark_ + static_cast<std::size_t>(XML_GetCurrentByteIndex(parser_.get()));
  }

  Location at(std::size_t offset, std::size_t length) {
    return finder_.at(offset,
                      count_code_points(std::string_view(file_.text()).substr(offset, length)));
  }

  void start(std::string_view name, const XML_Char** attributes) {
    const std::size_t begin = offset();
    Node node;
    node.name = local_name(name);
    node.name_at = at(begin + 1, name.size());
    node.value_at = node.name_at;
    TagScanner scanner(std::string_view(file_.text()).substr(begin));
    for (; *attributes != nullptr; attributes += 2) {
      const std::optional<TagScanner::Attribute> place = scanner.next();
      if (is_declaration(attributes[0])) continue;
      Node child;
      child.name = local_name(attributes[0]);
      child.value = text_value(attributes[1]);
      child.name_at = child.value_at = node.name_at;
      child.style = ScalarStyle::Folded;
      if (place) {
        child.name_at = at(begin + place->name, std::string_view(attributes[0]).size());
        child.value_at = at(begin + place->value, place->value_length);
        const std::string_view written =
            std::string_view(file_.text()).substr(begin + place->value, place->value_length);
        if (written == child.value.text) child.style = ScalarStyle::Verbatim;
      }
      node.children.push_back(std::move(child));
    }
    if (open_.size() > kDeepest) {
      diagnostics_.error(node.name_at, fmt::format("elements are nested deeper than {}", kDeepest));
      stopped_ = true;
      XML_StopParser(parser_.get(), XML_FALSE);
      return;
    }
    Node& parent = *open_.back().node;
    parent.children.push_back(std::move(node));
    // Its address may change only when it gets a sibling, and then it is closed.
    open_.push_back({&parent.children.back(), {}, 0});
  }

  void characters(std::string_view text) {
    Element& element = open_.back();
    if (trim(element.text).empty()) {
      const std::size_t first = text.find_first_not_of(kBlanks);
      if (first != std::string_view::npos) element.text_at = offset() + first;
    }
    element.text += text;
  }

  void end() {
    Element element = std::move(open_.back());
    open_.pop_back();
    const std::string_view text = trim(element.text);
    if (text.empty()) return;
    Node& node = *element.node;
    node.value = text_value(std::string(text));
    const std::string_view first_line = text.substr(0, text.find('\n'));
    node.value_at = at(element.text_at, first_line.size());
    node.style = is_verbatim(std::string_view(file_.text()).substr(element.text_at), text)
                     ? ScalarStyle::Verbatim
                     : ScalarStyle::Folded;
  }

  void report() {
    if (stopped_) return;
    const XML_Error code = XML_GetErrorCode(parser_.get());
    const Location place = finder_.at(std::min(offset(), file_.text().size()));
    const std::string open =
        open_.size() > 1 ? fmt::format("<{}> is open here, since line {}", open_.back().node->name,
                                       open_.back().node->name_at.line)
                         : "";
    switch (code) {
      case XML_ERROR_EXTERNAL_ENTITY_HANDLING:
        return diagnostics_.error(place, "entities of other files are not read");
      case XML_ERROR_AMPLIFICATION_LIMIT_BREACH:
        return diagnostics_.error(place, "entities that multiply each other are not expanded");
      case XML_ERROR_TAG_MISMATCH:
        return diagnostics_.error(place, "this end tag closes an element that is not open", open);
      case XML_ERROR_NO_ELEMENTS:
        if (trim(file_.text()).empty()) return;  // the loader says that there is no changelog
        return diagnostics_.error(place, "the file ends too early", open);
      case XML_ERROR_UNDEFINED_ENTITY:
        return report_plain(offset(), "this entity is not defined");
      case XML_ERROR_INVALID_TOKEN:
        // Mostly behind the character that started something.
        if (const std::size_t here = offset(); here > 0 && here < file_.text().size()) {
          if (is_markup(file_.text()[here]))
            return report_plain(here, "this starts nothing that XML knows");
          if (is_markup(file_.text()[here - 1]))
            return report_plain(here - 1, "this starts nothing that XML knows");
        }
        [[fallthrough]];
      default:
        return diagnostics_.error(
            place, fmt::format("this is not well-formed XML: {}", XML_ErrorString(code)), open);
    }
  }

  static bool is_markup(char c) { return c == '&' || c == '<'; }

  void report_plain(std::size_t offset, const std::string& message) {
    const char c = file_.text()[offset];
    diagnostics_.error(PlaceFinder(file_).at(offset), message,
                       fmt::format("a plain {} is written {}, or stands in <![CDATA[ ]]>", c,
                                   c == '<' ? "&lt;" : "&amp;"));
  }

  const SourceFile& file_;
  Diagnostics& diagnostics_;
  PlaceFinder finder_;
  std::unique_ptr<std::remove_pointer_t<XML_Parser>, FreeParser> parser_;
  Node document_;
  std::vector<Element> open_;
  std::size_t mark_ = 0;
  bool stopped_ = false;
  std::exception_ptr failure_;
};

}  // namespace

std::optional<std::string> declared_encoding(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return "UTF-8";
  if (!bytes.starts_with("<?xml")) return std::nullopt;
  std::string_view declaration = bytes.substr(0, bytes.find("?>"));
  const std::size_t key = declaration.find("encoding");
  if (key == std::string_view::npos) return std::nullopt;
  declaration.remove_prefix(key);
  const std::size_t quote = declaration.find_first_of("\"'");
  if (quote == std::string_view::npos) return std::nullopt;
  const std::size_t end = declaration.find(declaration[quote], quote + 1);
  if (end == std::string_view::npos) return std::nullopt;
  return std::string(declaration.substr(quote + 1, end - quote - 1));
}

Node read_xml(const SourceFile& file, Diagnostics& diagnostics) {
  return Reader(file, diagnostics).read();
}

}  // namespace strata::document
