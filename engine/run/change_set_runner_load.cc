// Rows of files, on their way into a database or a script.
#include <algorithm>

#include "engine/run/change_set_runner.h"
#include "engine/sql/visitors.h"

namespace strata::run {

namespace {

// The row that the database refused, where it says which one.
Error in_file(const Error& error, const std::string& path,
              const std::vector<std::uint32_t>& lines) {
  Error placed = error;
  const std::optional<std::size_t> row = error.sql() ? error.sql()->row : std::nullopt;
  if (!row || *row >= lines.size()) return placed;
  Diagnostic refused;
  refused.path = path;
  refused.line = lines[*row];
  refused.message = error.what();
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
    run_statements(some, progress);
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
      sql::Statements statements = source.statements(row);
      for (sql::Statement& statement : statements) statement.at = change.at;
      run_statements(statements, progress);
    }
    flush();
  } catch (const Error& error) {
    throw in_file(error, source.path(), lines);
  }
}

}  // namespace strata::run
