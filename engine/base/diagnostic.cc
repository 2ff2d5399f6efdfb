#include "engine/base/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace strata {
namespace {

constexpr std::size_t kMaxExcerpt = 160;  // code points of a source line that are shown
constexpr std::size_t kMaxKept = 1000;    // bytes of one that are kept whole

struct Excerpt {
  std::string text;
  std::size_t caret;  // code points before the caret
};

std::size_t byte_of(std::string_view text, std::size_t code_point) {
  std::size_t i = 0;
  for (; i < text.size() && code_point > 0; --code_point) {
    ++i;
    while (i < text.size() && (text[i] & 0xC0) == 0x80) ++i;
  }
  return i;
}

// Of a long line (all of a file may be one) the part that an excerpt can need.
void keep_line(Diagnostic& d, std::string_view line) {
  if (line.size() > kMaxKept && d.column > kMaxExcerpt) {
    d.source_column = d.column - static_cast<std::uint32_t>(kMaxExcerpt);
    line.remove_prefix(byte_of(line, d.source_column - 1));
  }
  if (line.size() > kMaxKept) line = line.substr(0, byte_of(line, 3 * kMaxExcerpt));
  d.source_line = line;
}

// The line without its indentation, tabs and control characters as blanks, cut around the caret.
Excerpt excerpt(const Diagnostic& d) {
  std::string text = d.source_line;
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  std::size_t caret = d.column > d.source_column ? d.column - d.source_column : 0;
  const std::size_t indent = std::min(text.find_first_not_of(' '), text.size());
  const std::size_t skip = std::min(indent, caret);
  text.erase(0, skip);
  caret -= skip;
  if (caret > kMaxExcerpt / 2) {
    const std::size_t cut = caret - kMaxExcerpt / 2;
    text = "..." + text.substr(byte_of(text, cut));
    caret = caret - cut + 3;
  }
  if (const std::size_t end = byte_of(text, kMaxExcerpt); end < text.size()) {
    text = text.substr(0, end) + "...";
  }
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return {std::move(text), caret};
}

}  // namespace

Diagnostic make_diagnostic(Severity severity, const Location& at, std::string message,
                           std::string hint) {
  Diagnostic d;
  d.severity = severity;
  if (at) {
    d.path = at.file->path();
    d.line = at.line;
    d.column = at.column;
    d.length = at.length;
    keep_line(d, at.file->line(at.line));
  }
  d.message = std::move(message);
  d.hint = std::move(hint);
  return d;
}

std::string to_text(const Diagnostic& d) {
  std::string place = d.path;
  if (d.line > 0) place += fmt::format(":{}", d.line);
  if (d.line > 0 && d.column > 0) place += fmt::format(":{}", d.column);
  if (!place.empty()) place += ": ";
  std::string out = fmt::format("{}{}: {}", place,
                                d.severity == Severity::Error ? "error" : "warning", d.message);
  const bool caret = !d.source_line.empty() && d.column > 0;
  if (caret) {
    const Excerpt line = excerpt(d);
    const std::size_t tildes = d.length > 1 ? d.length - 1 : 0;
    out += fmt::format("\n    {}\n    {}^{}", line.text, std::string(line.caret, ' '),
                       std::string(std::min<std::size_t>(tildes, 60), '~'));
  }
  if (!d.hint.empty()) out += fmt::format("{}{}", caret ? " " : "\n    ", d.hint);
  return out;
}

void Diagnostics::error(const Location& at, std::string message, std::string hint) {
  add(make_diagnostic(Severity::Error, at, std::move(message), std::move(hint)));
}

void Diagnostics::warning(const Location& at, std::string message, std::string hint) {
  add(make_diagnostic(Severity::Warning, at, std::move(message), std::move(hint)));
}

void Diagnostics::add(Diagnostic diagnostic) {
  if (diagnostic.severity == Severity::Error) ++errors_;
  all_.push_back(std::move(diagnostic));
}

}  // namespace strata
