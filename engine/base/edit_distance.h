// "Did you mean …?": the nearest of a list of names. Pure functions.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace strata {

// Damerau-Levenshtein distance (adjacent swaps count as one), ignoring ASCII case.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The candidate nearest to `name`, or "" if none is near enough to be a likely slip
// (at most a third of the longer name's length, and at most 3).
std::string_view nearest(std::string_view name, std::span<const std::string_view> candidates);

// "did you mean 'x'?", or "" without a near candidate.
std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace strata
