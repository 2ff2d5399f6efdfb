#include "cmd/workspace.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <fstream>
#include <iostream>

#include <fmt/format.h>

#include "cmd/annotations.h"
#include "cmd/client_options.h"
#include "cmd/custom_changes.h"
#include "cmd/drivers.h"
#include "cmd/error_text.h"
#include "cmd/password.h"
#include "cmd/report_json.h"
#include "engine/base/duration.h"
#include "engine/base/text.h"
#include "engine/changelog/loader.h"
#include "engine/changelog/resources.h"
#include "engine/run/database_parameters.h"

namespace strata::cmd {
namespace {

constexpr std::size_t kUsualColumns = 80;

std::size_t terminal_columns() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col
                                                                         : kUsualColumns;
}

Loudness loudness(const Options& options) {
  if (options.quiet) return Loudness::Quiet;
  return options.verbose ? Loudness::Verbose : Loudness::Normal;
}

bool wants_json(const Options& options) { return options.format == "json"; }

// JSON has standard output for itself.
std::ostream& plain_stream(const Options& options) {
  return wants_json(options) ? std::cerr : std::cout;
}

model::UnknownKeys unknown_keys(const std::string& name) {
  if (name == "warn") return model::UnknownKeys::Warn;
  return name == "error" ? model::UnknownKeys::Error : model::UnknownKeys::Auto;
}

changelog::Expansion::Missing missing(const std::string& mode) {
  using Missing = changelog::Expansion::Missing;
  if (equals_ignore_case(mode, "empty")) return Missing::Empty;
  return equals_ignore_case(mode, "error") ? Missing::Error : Missing::Keep;
}

std::optional<std::chrono::milliseconds> duration(std::string_view option,
                                                  const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto value = parse_duration(text);
  if (!value) {
    throw Error(ErrorKind::Usage, fmt::format("{}: '{}' is no time", option, text))
        .with_hint("500ms, 5s, 10m");
  }
  return value;
}

run::ResumeDecision resume_decision(const std::string& name) {
  if (name == "done") return run::ResumeDecision::Done;
  return name == "not-done" ? run::ResumeDecision::NotDone : run::ResumeDecision::Ask;
}

void write(const std::string& text, const std::string& file, std::string_view option) {
  if (file.empty()) {
    std::cout << text << std::flush;
    return;
  }
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) throw Error(ErrorKind::Usage, fmt::format("{}: cannot write {}", option, file));
}

}  // namespace

void WarningList::warning(std::string_view message) {
  Diagnostic diagnostic;
  diagnostic.severity = Severity::Warning;
  diagnostic.message = message;
  all_.push_back(std::move(diagnostic));
}

Workspace::Workspace(const Options& options, SignalWatch& signals)
    : options_(options),
      signals_(signals),
      style_(Style::for_stream(STDERR_FILENO)),
      drivers_(built_in_drivers()),
      display_url_(driver::redacted(options.url)),
      progress_(std::cerr, plain_stream(options), style_, loudness(options)),
      log_(log_level(options.log_level), options.log_file) {
  observers_.add(progress_);
  observers_.add(log_);
  observers_.add(warnings_);
  if (!options.quiet && style_.is_terminal()) progress_.use_terminal(terminal_columns());
}

Workspace::~Workspace() { signals_.set_handler(nullptr); }

std::string Workspace::password() const {
  if (!options_.password.empty()) return options_.password;
  if (!options_.password_file.empty()) return read_password_file(options_.password_file);
  return options_.prompt_password ? ask_for_password(display_url_) : "";
}

run::Session& Workspace::open(Mode mode) {
  if (options_.url.empty()) {
    throw Error(ErrorKind::Usage, "no database: --url is missing")
        .with_hint(
            "for example --url=jdbc:postgresql://localhost:5432/shop or --url=jdbc:sqlite:shop.db");
  }
  run::SessionOptions session;
  session.registry = &drivers_;
  session.connect.url = driver::parse_url(options_.url);
  session.connect.user =
      options_.username.empty() ? session.connect.url.user.value_or("") : options_.username;
  session.connect.password = password();
  if (session.connect.password.empty())
    session.connect.password = session.connect.url.password.value_or("");
  session.connect.default_schema = options_.default_schema_name.empty()
                                       ? options_.default_catalog_name
                                       : options_.default_schema_name;
  session.display_url = display_url_;
  session.script = mode == Mode::Script ? &script_ : nullptr;
  if (mode == Mode::Script) progress_.write_script();
  session.lock_wait = options_.lock_wait_minutes >= 0
                          ? std::chrono::minutes(options_.lock_wait_minutes)
                          : std::chrono::seconds(options_.lock_wait_seconds);
  session.tracking.catalog = options_.liquibase_catalog_name;
  session.tracking.schema = options_.liquibase_schema_name;
  if (!options_.history_table_name.empty()) session.tracking.history = options_.history_table_name;
  if (!options_.lock_table_name.empty()) session.tracking.lock = options_.lock_table_name;
  session.clients = client_settings(options_);
  if (options_.script_transactions == "always")
    session.script_transactions = run::ScriptTransactions::Always;
  session.single_transaction = options_.single_transaction;
  session.timeouts = {duration("--lock-timeout", options_.lock_timeout),
                      duration("--statement-timeout", options_.statement_timeout)};
  session.retries = static_cast<std::size_t>(options_.retries);
  session.resume = resume_decision(options_.resume);
  session.environment = run::system_environment();
  session.custom_changes = custom_changes(options_, display_url_, signals_.token());
  session.mark_unknown_custom_ran = options_.on_unknown_custom_change == "mark-ran";
  session_ = std::make_unique<run::Session>(std::move(session), observers_);
  signals_.set_handler([this](int count) {
    std::cerr << "\nstopping at the next safe point; once more cancels the running statement"
              << std::endl;
    // Where a half-done changeset is undone, there is no need to wait for its statement.
    if (count > 1 || session_->dialect().traits().transactional_ddl) session_->cancel_statement();
  });
  return *session_;
}

// With a script that nobody prints, an offline: URL is as good as a connection.
run::Session& Workspace::open_to_look() {
  return open(options_.url.starts_with("offline:") ? Mode::Script : Mode::Execute);
}

plan::Selection Workspace::selection() const {
  return {std::string(session_->dialect().traits().name), options_.contexts, options_.label_filter};
}

run::Migrator Workspace::migrator() {
  return {*session_, changelog_, selection(), signals_.token()};
}

std::vector<std::filesystem::path> Workspace::search_folders() const {
  std::vector<std::filesystem::path> folders;
  for (const std::string& folder : split_trimmed(options_.search_path, ',')) {
    if (!folder.empty()) folders.emplace_back(folder);
  }
  if (folders.empty()) folders.emplace_back(".");
  return folders;
}

const model::Changelog& Workspace::load() {
  if (options_.changelog_file.empty()) {
    throw Error(ErrorKind::Usage, "no changelog: --changelog-file is missing")
        .with_hint("for example --changelog-file=db.changelog.yaml");
  }
  selection();  // its mistakes are the command line's, and no changelog's
  const changelog::FileResources resources(search_folders(), options_.restrict_paths
                                                                 ? changelog::Reach::WithinFolders
                                                                 : changelog::Reach::Anywhere);
  changelog::LoadOptions load;
  load.file = options_.changelog_file;
  load.resources = &resources;
  load.dbms = std::string(session_->dialect().traits().name);
  load.contexts = split_trimmed(options_.contexts, ',');
  std::erase(load.contexts, "");
  load.label_filter = options_.label_filter;
  load.parameters = changelog::Parameters::of_process();
  for (const auto& [name, value] : run::database_parameters(*session_))
    load.parameters.set(name, value);
  for (const auto& [name, value] : options_.parameters) load.parameters.set(name, value);
  load.expansion = {options_.support_property_escaping, missing(options_.missing_property_mode)};
  load.unknown_keys = unknown_keys(options_.unknown_keys);
  Diagnostics diagnostics;
  changelog_ = changelog::load(std::move(load), diagnostics);
  if (diagnostics.has_errors()) {
    throw Error(ErrorKind::Changelog,
                fmt::format("{} is invalid; nothing was executed", options_.changelog_file))
        .with_diagnostics(diagnostics.all());
  }
  for (const Diagnostic& warning : diagnostics.all()) warn(warning);
  return changelog_;
}

ExitCode Workspace::finish(Answer& answer) {
  progress_.end();
  if (answer.error) {
    if (answer.code == ExitCode::Done) answer.code = exit_code_for(answer.error->kind());
    std::cerr << error_text(*answer.error, style_);
    log_.write(LogLevel::Severe, error_text(*answer.error, Style::plain()));
  }
  if (!options_.quiet || answer.code != ExitCode::Done) std::cerr << answer.note;
  if (wants_json(options_)) {
    finish_json(answer);
  } else {
    // Half a script must not be mistaken for a whole one.
    if (!answer.error && !answer.text.empty())
      write(answer.text, options_.output_file, "--output-file");
  }
  annotate(answer);
  return answer.code;
}

void Workspace::finish_json(const Answer& answer) {
  Json document = {{"schemaVersion", kJsonVersion},
                   {"strata", STRATA_VERSION},
                   {"command", options_.command},
                   {"ok", answer.code == ExitCode::Done},
                   {"exitCode", static_cast<int>(answer.code)},
                   {"database", display_url_}};
  document.update(answer.data);
  document["warnings"] = Json::array();
  for (const Diagnostic& warning : warnings_.all())
    document["warnings"].push_back(to_json(warning));
  document["error"] = answer.error ? to_json(*answer.error) : Json(nullptr);
  write(document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n", options_.output_file,
        "--output-file");
}

void Workspace::annotate(const Answer& answer) {
  if (options_.annotations.empty()) return;
  std::vector<Diagnostic> all = warnings_.all();
  if (answer.error) {
    const std::vector<Diagnostic>& places = answer.error->diagnostics();
    all.insert(all.end(), places.begin(), places.end());
    if (places.empty())
      all.push_back(
          make_diagnostic(Severity::Error, {}, answer.error->what(), answer.error->hint()));
  }
  if (options_.annotations == "github") {
    std::cerr << github_annotations(all) << std::flush;
  } else {
    const std::string file = options_.annotations_file.empty() ? "gl-code-quality-report.json"
                                                               : options_.annotations_file;
    write(gitlab_report(all), file, "--annotations-file");
  }
}

}  // namespace strata::cmd
