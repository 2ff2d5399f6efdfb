// Changesets that run with the database's own command line client.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>

#include "engine/base/text.h"
#include "engine/run/action.h"
#include "engine/run/change_set_runner.h"
#include "engine/run/client_settings.h"
#include "engine/run/command.h"
#include "engine/sql/lexer.h"
#include "engine/sql/raw_sql.h"
#include "engine/sql/script_text.h"
#include "engine/sql/visitors.h"

namespace strata::run {

using model::ChangeSet;

namespace {

// What the client reads, and where in it each statement starts.
class ClientScript {
 public:
  ClientScript(const std::string& opening, const sql::LexicalRules& rules)
      : rules_(rules), text_(opening) {}

  void add(const sql::Statement& statement) {
    const sql::ScriptText script = sql::script_text(statement, rules_);
    parts_.push_back({text_.size() + script.begin, statement});
    text_ += script.text;
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

  const sql::LexicalRules& rules_;
  std::string text_;
  std::vector<Part> parts_;
};

ClientSettings settings_of(const Session& session, const std::string& program) {
  const AllClientSettings& all = session.options().clients;
  const auto found = all.find(program);
  return found == all.end() ? ClientSettings{} : found->second;
}

Command command_of(const driver::ClientCall& call, const ClientSettings& settings) {
  Command command;
  const bool is_folder = std::filesystem::is_directory(settings.path);
  command.words = {settings.path.empty() ? call.program
                   : is_folder           ? settings.path + "/" + call.program
                                         : settings.path};
  for (const auto* arguments : {&call.arguments, &settings.arguments})
    command.words.insert(command.words.end(), arguments->begin(), arguments->end());
  command.environment = call.environment;
  command.timeout = settings.timeout;
  command.log_file = settings.log_file;
  return command;
}

std::string name_of_script(const std::string& program, const model::ChangeSetKey& key,
                           std::int64_t now_ms) {
  std::string name = fmt::format("strata-{}-{}-{}-{}.sql", program, key.id, key.author, now_ms);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '/' || sql::is_blank(c); }, '_');
  return name;
}

void keep(const std::string& text, const ClientSettings& settings, const std::string& name) {
  const std::filesystem::path folder = settings.script_folder.empty()
                                           ? std::filesystem::temp_directory_path()
                                           : std::filesystem::path(settings.script_folder);
  const std::string path = (folder / name).string();
  const int mode = settings.overwrites_script ? O_TRUNC : O_EXCL;
  constexpr mode_t kForTheUserAlone = 0600;
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | mode, kForTheUserAlone);
  bool is_written = file >= 0;
  for (std::string_view rest = text; is_written && !rest.empty();) {
    const ssize_t count = ::write(file, rest.data(), rest.size());
    is_written = count > 0;
    if (is_written) rest.remove_prefix(static_cast<std::size_t>(count));
  }
  const std::string reason = is_written ? "" : std::strerror(errno);
  if (file >= 0) ::close(file);
  if (!is_written)
    throw Error(ErrorKind::Command, fmt::format("cannot write {}: {}", path, reason));
}

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
  ClientScript script(call.opening, session_.dialect().traits().lexical);
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
  const ClientSettings settings = settings_of(session_, call.program);
  if (settings.keeps_script) {
    keep(script.text(), settings,
         settings.script_name.empty()
             ? name_of_script(call.program, change_set().key, session_.environment().now_ms())
             : settings.script_name);
  }
  Command command = command_of(call, settings);
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
