// Small operations on text with the exact rules of the reference (blank = any byte up to U+0020).
// Pure functions; ASCII only where case is concerned.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace strata {

constexpr char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
constexpr char ascii_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

std::string to_lower(std::string_view text);
std::string to_upper(std::string_view text);
bool equals_ignore_case(std::string_view a, std::string_view b);
bool is_one_of(std::string_view text, std::span<const std::string_view> words);
bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words);
bool is_one_of_ignoring_case(std::string_view text, std::span<const std::string_view> words);
bool starts_with_ignore_case(std::string_view text, std::string_view prefix);

// Without bytes <= 0x20 at both ends.
std::string_view trim(std::string_view text);

// The parts between separators, each trimmed; empty parts kept.
std::vector<std::string> split_trimmed(std::string_view text, char separator);

std::string replace_all(std::string text, std::string_view from, std::string_view to);

}  // namespace strata
