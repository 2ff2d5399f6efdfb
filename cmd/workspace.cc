#include "cmd/workspace.h"

#include <fstream>

#include <fmt/format.h>

#include "cmd/custom_changes.h"
#include "cmd/error_text.h"
#include "engine/base/text.h"
#include "engine/changelog/loader.h"
#include "engine/run/database_parameters.h"
#ifdef STRATA_WITH_SQLITE
#include "drivers/sqlite/driver.h"
#endif
#ifdef STRATA_WITH_POSTGRESQL
#include "drivers/postgresql/driver.h"
#endif
#ifdef STRATA_WITH_MYSQL
#include "drivers/mysql/driver.h"
#endif

namespace strata::cmd {

driver::Registry built_in_drivers() {
  driver::Registry registry;
#ifdef STRATA_WITH_SQLITE
  registry.add(sqlite_driver());
#endif
#ifdef STRATA_WITH_POSTGRESQL
  registry.add(postgresql_driver());
#endif
#ifdef STRATA_WITH_MYSQL
  registry.add(mysql_driver());
#endif
  return registry;
}

Workspace::Workspace(const Options& options, SignalWatch& signals)
    : options_(options),
      signals_(signals),
      style_(Style::for_stream(2)),
      drivers_(built_in_drivers()),
      display_url_(driver::redacted(options.url)),
      progress_(std::cerr, style_) {}

Workspace::~Workspace() { signals_.set_handler(nullptr); }

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
  session.connect.password =
      options_.password.empty() ? session.connect.url.password.value_or("") : options_.password;
  session.connect.default_schema = options_.default_schema_name;
  session.display_url = display_url_;
  session.script = mode == Mode::Script ? &script_ : nullptr;
  if (mode == Mode::Script) progress_.write_script();
  session.lock_wait = std::chrono::seconds(options_.lock_wait_seconds);
  session.clients = options_.clients;
  if (options_.script_transactions == "always")
    session.script_transactions = run::ScriptTransactions::Always;
  session.environment = run::system_environment();
  session.custom_changes = custom_changes(options_, display_url_, signals_.token());
  session.mark_unknown_custom_ran = options_.on_unknown_custom_change == "mark-ran";
  session_ = std::make_unique<run::Session>(std::move(session), progress_);
  signals_.set_handler([this](int count) {
    std::cerr << "\nstopping at the next safe point; once more cancels the running statement"
              << std::endl;
    // Where a half-done changeset is undone, there is no need to wait for its statement.
    if (count > 1 || session_->dialect().traits().transactional_ddl) session_->cancel_statement();
  });
  return *session_;
}

plan::Selection Workspace::selection() const {
  return {std::string(session_->dialect().traits().name), options_.contexts, options_.label_filter};
}

run::Migrator Workspace::migrator() {
  return {*session_, changelog_, selection(), signals_.token()};
}

namespace {

model::UnknownKeys unknown_keys(const std::string& name) {
  if (name == "warn") return model::UnknownKeys::Warn;
  return name == "error" ? model::UnknownKeys::Error : model::UnknownKeys::Auto;
}

changelog::Expansion::Missing missing(const std::string& mode) {
  using Missing = changelog::Expansion::Missing;
  if (equals_ignore_case(mode, "empty")) return Missing::Empty;
  return equals_ignore_case(mode, "error") ? Missing::Error : Missing::Keep;
}

std::vector<std::filesystem::path> search_folders(const std::string& search_path) {
  std::vector<std::filesystem::path> folders;
  for (const std::string& folder : split_trimmed(search_path, ',')) {
    if (!folder.empty()) folders.emplace_back(folder);
  }
  if (folders.empty()) folders.emplace_back(".");
  return folders;
}

}  // namespace

const model::Changelog& Workspace::load() {
  if (options_.changelog_file.empty()) {
    throw Error(ErrorKind::Usage, "no changelog: --changelog-file is missing")
        .with_hint("for example --changelog-file=db.changelog.yaml");
  }
  selection();  // its mistakes are the command line's, and no changelog's
  const changelog::FileResources resources(search_folders(options_.search_path));
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
  for (const Diagnostic& warning : diagnostics.all()) std::cerr << diagnostic_text(warning, style_);
  return changelog_;
}

void Workspace::print_script() {
  if (options_.output_file.empty()) {
    std::cout << script_.str() << std::flush;
    return;
  }
  std::ofstream out(options_.output_file, std::ios::binary | std::ios::trunc);
  out << script_.str();
  out.close();
  if (!out) throw Error(ErrorKind::Usage, fmt::format("cannot write {}", options_.output_file));
}

}  // namespace strata::cmd
