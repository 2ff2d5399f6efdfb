// Rows of files, on their way into a database or a script.
#include <algorithm>

#include <fmt/format.h>

#include "engine/run/change_set_runner.h"
#include "engine/sql/visitors.h"

namespace strata::run {

namespace {

// The row that the database refused: where it does not say which one, all that it was given.
Error in_file(const Error& error, const std::string& path,
              const std::vector<std::uint32_t>& lines) {
  Error placed = error;
  if (error.kind() != ErrorKind::Sql || lines.empty()) return placed;
  const std::size_t row = error.sql() ? error.sql()->row.value_or(lines.size()) : lines.size();
  const bool is_known = lines.size() == 1 || row < lines.size();
  Diagnostic refused;
  refused.path = path;
  refused.line = is_known && lines.size() > 1 ? lines[row] : lines.front();
  refused.message = is_known ? error.what()
                             : fmt::format("{} (this row or one of those up to line {})",
                                           error.what(), lines.back());
  return std::move(placed).with_diagnostics({std::move(refused)});
}

}  // namespace

void ChangeSetRunner::load_rows(const model::Change& change, Progress& progress) {
  const auto style = session_.is_live() ? sql::LoadStyle::Fast : sql::LoadStyle::AsReference;
  const sql::Target target = session_.target(change_set().quoting);
  const auto* update = std::get_if<model::LoadUpdateData>(&change.body);
  sql::LoadRows source = update != nullptr
                             ? sql::LoadRows(session_.dialect(), *update, target, style)
                             : sql::LoadRows(session_.dialect(),
                                             std::get<model::LoadData>(change.body), target, style);
  const bool in_steps = progress.steps->atomicity() == Atomicity::Steps;
  // What is executed before a bad row is found would stay.
  if (session_.is_live() && in_steps) source.check();
  Step step;
  step.at = {progress.change, 0, 0};
  step.next = {progress.change, 1, 0};
  step.work = sql::Work::Rows;
  if (in_steps) step.current = digest_of(change);
  if (progress.resumed > 0 && progress.start >= step.next) return;
  progress.steps->run(step, [&] { load_all(source, change, progress); });
}

void ChangeSetRunner::load_all(sql::LoadRows& source, const model::Change& change,
                               Progress& progress) {
  const bool is_back = job_->direction == Direction::Back;
  const std::vector<model::SqlVisitor>& visitors = change_set().visitors;
  const bool edits = std::any_of(
      visitors.begin(), visitors.end(),
      [&](const model::SqlVisitor& visitor) { return !is_back || visitor.apply_to_rollback; });
  const std::unique_ptr<driver::RowSink> sink =
      edits ? nullptr : session_.runner().take_rows(source.form());
  if (sink) return hand_over(source, *sink, change, progress);
  const std::int64_t before = progress.rows;
  for (sql::Statements some; source.next(some);) {
    for (sql::Statement& statement : some) statement.at = change.at;
    sql::modify(some, visitors, is_back);
    const std::vector<std::uint32_t>& lines = source.lines();
    for (std::size_t i = 0; i < some.size(); ++i) {
      try {
        run_statement(some[i], progress);
      } catch (const Error& error) {
        throw in_file(error, source.path(),
                      some.size() == lines.size() ? std::vector{lines[i]} : lines);
      }
    }
    if (session_.is_live()) session_.observer().rows_loaded(source.path(), progress.rows - before);
  }
}

void ChangeSetRunner::hand_over(sql::LoadRows& source, driver::RowSink& sink,
                                const model::Change& change, Progress& progress) {
  constexpr std::size_t kMostRows = 100'000;  // bounds what is known of each row
  constexpr std::int64_t kRowsPerReport = 1000;
  std::int64_t handed_over = 0;
  std::vector<std::uint32_t> lines;
  const auto flush = [&] {
    if (lines.empty()) return;
    progress.rows += sink.flush();
    lines.clear();
  };
  try {
    for (sql::Row row; source.next(row);) {
      if (is_undone_whole(progress)) stop_if_asked();
      if (++handed_over % kRowsPerReport == 0)
        session_.observer().rows_loaded(source.path(), handed_over);
      if (source.is_plain(row)) {
        lines.push_back(static_cast<std::uint32_t>(source.line()));
        if (sink.add(row)) {
          if (lines.size() == kMostRows) flush();
          continue;
        }
        lines.pop_back();
      }
      flush();
      lines.push_back(static_cast<std::uint32_t>(source.line()));
      sql::Statements statements = source.statements(row);
      for (sql::Statement& statement : statements) statement.at = change.at;
      run_statements(statements, progress);
      lines.clear();
    }
    flush();
  } catch (const Error& error) {
    throw in_file(error, source.path(), lines);
  }
}

}  // namespace strata::run
