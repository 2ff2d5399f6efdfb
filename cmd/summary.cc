#include "cmd/summary.h"

#include <algorithm>

#include <fmt/format.h>

namespace strata::cmd {
namespace {

std::string changesets(std::size_t count) {
  return fmt::format("{} changeset{}", count, count == 1 ? "" : "s");
}

std::string_view done(RunKind kind) {
  switch (kind) {
    case RunKind::Rollback:
      return "rolled back";
    case RunKind::DryRun:
      return "would be applied";
    case RunKind::Sync:
      return "noted as run";
    case RunKind::Update:
      break;
  }
  return "applied";
}

constexpr std::pair<plan::Skip, std::string_view> kReasons[] = {
    {plan::Skip::Context, "by context"},    {plan::Skip::Label, "by label"},
    {plan::Skip::Dbms, "by dbms"},          {plan::Skip::Ignored, "by ignore"},
    {plan::Skip::AfterCount, "by --count"}, {plan::Skip::AfterTag, "by --tag"},
    {plan::Skip::NotChosen, "not chosen"}};

// "17 already applied, left out: 2 by context, 1 by label"
std::string skipped_text(const std::vector<plan::Skipped>& skipped) {
  using plan::Skip;
  const auto count = [&](Skip why) {
    return std::count_if(skipped.begin(), skipped.end(),
                         [&](const plan::Skipped& one) { return one.why == why; });
  };
  std::vector<std::string> left_out;
  for (const auto& [why, text] : kReasons) {
    if (const auto n = count(why); n > 0) left_out.push_back(fmt::format("{} {}", n, text));
  }
  std::string text;
  if (const auto n = count(Skip::AlreadyRan); n > 0) text += fmt::format("; {} had run before", n);
  if (!left_out.empty()) text += fmt::format("; left out: {}", fmt::join(left_out, ", "));
  return text;
}

// A line for each that was left out.
std::string each_skipped(const std::vector<plan::Skipped>& skipped) {
  std::string text;
  for (const auto& [why, reason] : kReasons) {
    for (const plan::Skipped& one : skipped) {
      if (one.why == why)
        text += fmt::format("  left out {}: {}\n", reason, model::to_string(one.change_set->key));
    }
  }
  return text;
}

}  // namespace

std::string summary_text(RunKind kind, const run::RunReport& report,
                         std::chrono::milliseconds elapsed, SummaryDetail detail,
                         const Style& style) {
  constexpr double kMsPerSecond = 1000;
  const double seconds = static_cast<double>(elapsed.count()) / kMsPerSecond;
  std::string rest = detail == SummaryDetail::Off ? "" : skipped_text(report.skipped);
  rest += "\n";
  if (detail == SummaryDetail::Each) rest += each_skipped(report.skipped);
  if (report.error) {
    const std::string in_doubt =
        report.in_doubt.empty() ? "" : fmt::format(", {} in doubt", report.in_doubt.size());
    const bool is_dry = kind == RunKind::DryRun;
    return style.red(fmt::format("{} after {} of {}", is_dry ? "would fail" : "failed",
                                 report.applied.size(), changesets(report.planned))) +
           fmt::format(
               "{}{} ({:.2f} s){}",
               is_dry ? std::string("; nothing was changed") : fmt::format(" {}", done(kind)),
               in_doubt, seconds, rest);
  }
  if (report.planned == 0) return style.green("nothing to do") + rest;
  std::string text =
      style.green(fmt::format("{} {}", changesets(report.applied.size()), done(kind)));
  if (!report.tolerated.empty())
    text += style.yellow(fmt::format(", {} failed", report.tolerated.size()));
  if (kind == RunKind::DryRun) text += "; nothing was changed";
  return text + fmt::format(" ({:.2f} s){}", seconds, rest);
}

}  // namespace strata::cmd
