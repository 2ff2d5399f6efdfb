#include "cmd/workspace.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include <fmt/format.h>

#include "cmd/annotations.h"
#include "cmd/custom_changes.h"
#include "cmd/drivers.h"
#include "cmd/password.h"
#include "cmd/report_json.h"
#include "engine/base/error_text.h"
#include "engine/base/text.h"

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

// Changelogs name files from their search path; a code review knows them from the folder of the
// run.
std::string file_of(const std::string& path, std::string_view search_path) {
  std::error_code failed;
  for (const std::string& folder : split_trimmed(search_path, ',')) {
    const std::filesystem::path file = (std::filesystem::path(folder) / path).lexically_normal();
    if (!path.empty() && std::filesystem::is_regular_file(file, failed)) return file.string();
  }
  return path;
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
      drivers_(drivers(options.driver_path)),
      display_url_(driver::redacted(options.url)),
      progress_(std::cerr, plain_stream(options), style_, loudness(options)),
      log_(log_level(options.log_level), options.log_file) {
  observers_.add(progress_);
  observers_.add(log_);
  observers_.add(warnings_);
  if (!options.quiet && style_.is_terminal()) progress_.use_terminal(terminal_columns());
}

Workspace::~Workspace() { signals_.set_handler(nullptr); }

run::Session& Workspace::open(Mode mode) {
  if (options_.url.empty()) {
    throw Error(ErrorKind::Usage, "no database: --url is missing")
        .with_hint(
            "for example --url=jdbc:postgresql://localhost:5432/shop or --url=jdbc:sqlite:shop.db");
  }
  run::SessionOptions session =
      embed::session_options(options_, drivers_, embed::connect_options(options_, drivers_));
  if (options_.prompt_password && options_.password.empty() && options_.password_file.empty())
    session.connect.password = ask_for_password(display_url_);
  session.script = mode == Mode::Script ? &script_ : nullptr;
  if (mode == Mode::Script) progress_.write_script();
  session.custom_changes = custom_changes(options_, display_url_, signals_.token());
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

plan::Selection Workspace::selection() const { return embed::selection(options_, *session_); }

run::Migrator Workspace::migrator() {
  return {*session_, changelog_, selection(), signals_.token()};
}

const model::Changelog& Workspace::load() {
  changelog_ = embed::load(options_, embed::files(options_), *session_);
  return changelog_;
}

ExitCode Workspace::finish(Answer& answer) {
  progress_.end();
  if (answer.error) {
    if (answer.code == ExitCode::Done) answer.code = exit_code_for(answer.error->kind());
    std::cerr << error_text(*answer.error, style_.emphasis());
    log_.write(LogLevel::Severe, error_text(*answer.error));
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
  for (Diagnostic& one : all) one.path = file_of(one.path, options_.search_path);
  if (options_.annotations == "github") {
    std::cerr << github_annotations(all) << std::flush;
  } else {
    const std::string file = options_.annotations_file.empty() ? "gl-code-quality-report.json"
                                                               : options_.annotations_file;
    write(gitlab_report(all), file, "--annotations-file");
  }
}

}  // namespace strata::cmd
