// Changesets that run with the database's own command line client.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "engine/base/text.h"
#include "engine/run/action.h"
#include "engine/run/change_set_runner.h"
#include "engine/run/command.h"
#include "engine/sql/raw_sql.h"
#include "engine/sql/visitors.h"

namespace strata::run {

using model::ChangeSet;

namespace {

// What the client reads, and where in it each statement starts.
class ClientScript {
 public:
  explicit ClientScript(const std::string& opening) : text_(opening) {}

  void add(const sql::Statement& statement) {
    parts_.push_back({text_.size(), statement});
    text_ += statement.text + (is_ended(statement.text) ? "\n" : "\n;\n");
    if (has_delimiters(statement.text)) text_ += "DELIMITER ;\n";
  }

  const std::string& text() const { return text_; }
  void close(const std::string& closing) { text_ += closing; }

  // The place in the changelog of a line of the script; none for lines that are not of it.
  Location place_of_line(std::size_t number) const {
    std::size_t begin = 0;
    for (; number > 1 && begin != std::string::npos; --number) {
      begin = text_.find('\n', begin);
      if (begin != std::string::npos) ++begin;
    }
    const auto after = std::find_if(parts_.begin(), parts_.end(), [&](const Part& part) {
      return begin == std::string::npos || part.begin > begin;
    });
    if (after == parts_.begin()) return {};
    const Part& part = *std::prev(after);
    const std::size_t offset = begin == std::string::npos ? 0 : begin - part.begin;
    return sql::place_of(part.statement, std::min(offset, part.statement.text.size()));
  }

 private:
  struct Part {
    std::size_t begin = 0;
    sql::Statement statement;
  };

  // MySQL's word for other ends of statements than the semicolon.
  static bool has_delimiters(std::string_view text) {
    return to_lower(text).find("delimiter ") != std::string::npos;
  }

  // Whether another semicolon would be one too many: behind one, and behind the clients' own
  // commands.
  static bool is_ended(std::string_view text) {
    text = trim(text);
    const std::string_view last = trim(text.substr(text.rfind('\n') + 1));
    return text.ends_with(';') || last.starts_with('\\') || last.starts_with('.') ||
           has_delimiters(text);
  }

  std::string text_;
  std::vector<Part> parts_;
};

// The number behind the last mark in what the client wrote.
std::optional<std::size_t> line_in(const std::string& output, std::string_view mark) {
  const std::size_t found = output.rfind(mark);
  if (found == std::string::npos) return std::nullopt;
  std::size_t number = 0;
  const char* begin = output.data() + found + mark.size();
  const auto [end, failed] = std::from_chars(begin, output.data() + output.size(), number);
  return failed == std::errc() && end != begin ? std::optional(number) : std::nullopt;
}

}  // namespace

bool ChangeSetRunner::has_client(const ChangeSet& change_set) {
  return change_set.run_with && !change_set.run_with->empty() &&
         !equals_ignore_case(*change_set.run_with, "jdbc");
}

void ChangeSetRunner::check_client(const ChangeSet& change_set,
                                   const std::vector<model::Change>& changes,
                                   Diagnostics& diagnostics) const {
  const std::string& name = *change_set.run_with;
  const std::vector<std::string_view>& known = session_.clients();
  if (!is_one_of_ignoring_case(name, known)) {
    diagnostics.error(change_set.at,
                      fmt::format("changeSet: {} is not run with '{}'",
                                  session_.dialect().traits().product_name, name),
                      fmt::format("leave runWith out, or say {}; `dbms` restricts the changeset to "
                                  "other databases",
                                  fmt::join(known, ", ")));
  }
  for (const model::Change& change : changes) {
    if (!applies(change) || !is_action(change)) continue;
    diagnostics.error(
        change.at,
        fmt::format("{} does not go with runWith: {}", model::type_of(change).name, name),
        "give it a changeset of its own");
  }
}

bool ChangeSetRunner::is_left_to_client(const ChangeSet& change_set, const model::Change& change) {
  return has_client(change_set) && sql::whole_text(change).has_value();
}

sql::Statements ChangeSetRunner::client_statements(const model::Change& change) const {
  sql::Statements statements;
  if (std::optional<sql::Statement> whole = sql::whole_text(change)) {
    // The client cuts the text itself, and has commands of its own in it.
    statements.push_back(std::move(*whole));
  } else {
    const sql::Target target = session_.target(change_set().quoting);
    for (const model::Change& part : session_.dialect().parts(change, target))
      sql::append(statements, session_.dialect().render(part, target));
  }
  sql::modify(statements, change_set().visitors, job_->direction == Direction::Back);
  return statements;
}

void ChangeSetRunner::run_with_client(Progress& progress) {
  if (progress.start.change > 0) return;  // an earlier run came as far as its history row
  const driver::ClientCall call =
      session_.client_call(to_lower(*change_set().run_with), change_set().run_in_transaction);
  ClientScript script(call.opening);
  Step step;
  step.next = {job_->changes->size(), 0, 0};
  step.text = call.program;
  step.current = digest_of_all();
  for (const model::Change& change : *job_->changes) {
    if (!applies(change)) continue;
    progress.place = change.at;
    for (const sql::Statement& statement : client_statements(change)) script.add(statement);
  }
  // With its transaction, so that it is not in doubt whether it ran.
  const bool is_one_transaction =
      change_set().run_in_transaction && session_.dialect().traits().transactional_ddl;
  if (const std::string mark = progress.steps->mark_text(step); is_one_transaction && !mark.empty())
    script.add(sql::one(mark).front());
  script.close(call.closing);
  Command command;
  command.words = {call.program};
  command.words.insert(command.words.end(), call.arguments.begin(), call.arguments.end());
  command.environment = call.environment;
  command.input = script.text();
  progress.steps->run(step, [&] {
    try {
      const std::string output = run_command(command, stop_);
      if (!trim(output).empty()) session_.observer().command_output(call.program, output);
    } catch (const Error& error) {
      if (const auto line = line_in(error.hint(), call.line_mark)) {
        if (const Location place = script.place_of_line(*line)) progress.place = place;
      }
      throw;
    }
  });
}

}  // namespace strata::run
