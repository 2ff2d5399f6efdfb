#include "cmd/table.h"

#include <algorithm>

namespace strata::cmd {
namespace {

// Code points; wide characters count as one, as no terminal agrees on them.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) {
  std::string text = "|";
  for (std::size_t i = 0; i < widths.size(); ++i) {
    text += " " + cells[i] + std::string(widths[i] - width(cells[i]), ' ') + " |";
  }
  return text + "\n";
}

}  // namespace

std::string to_table(const std::vector<std::string>& header,
                     const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const std::string& cell : header) widths.push_back(width(cell));
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  std::string rule = "+";
  for (const std::size_t cell : widths) rule += std::string(cell + 2, '-') + "+";
  rule += "\n";
  std::string text = rule + line(header, widths) + rule;
  for (const auto& row : rows) text += line(row, widths);
  return rows.empty() ? text : text + rule;
}

}  // namespace strata::cmd
