#include "engine/embed/settings.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <span>
#include <variant>

#include <fmt/format.h>

#include "engine/base/duration.h"
#include "engine/base/edit_distance.h"
#include "engine/base/overloaded.h"
#include "engine/base/text.h"
#include "engine/changelog/loader.h"
#include "engine/model/date_value.h"
#include "engine/run/database_parameters.h"

namespace strata::embed {
namespace {

using S = Settings;

struct Name {
  std::string_view name;
  std::variant<std::string S::*, bool S::*, int S::*> member;
  std::string_view choices = {};  // separated by commas; "" = anything
};

const Name kNames[] = {
    {"url", &S::url},
    {"username", &S::username},
    {"password", &S::password},
    {"password-file", &S::password_file},
    {"default-schema-name", &S::default_schema_name},
    {"default-catalog-name", &S::default_catalog_name},
    {"lock-wait", &S::lock_wait_seconds},
    {"liquibase-schema-name", &S::liquibase_schema_name},
    {"liquibase-catalog-name", &S::liquibase_catalog_name},
    {"database-changelog-table-name", &S::history_table_name},
    {"database-changelog-lock-table-name", &S::lock_table_name},
    {"changelog-file", &S::changelog_file},
    {"search-path", &S::search_path},
    {"restrict-paths", &S::restrict_paths},
    {"contexts", &S::contexts},
    {"label-filter", &S::label_filter},
    {"unknown-keys", &S::unknown_keys, "auto,warn,error"},
    {"support-property-escaping", &S::support_property_escaping},
    {"missing-property-mode", &S::missing_property_mode, "preserve,empty,error"},
    {"on-unknown-custom-change", &S::on_unknown_custom_change, "fail,mark-ran"},
    {"script-transactions", &S::script_transactions, "needed,always"},
    {"single-transaction", &S::single_transaction},
    {"lock-timeout", &S::lock_timeout},
    {"statement-timeout", &S::statement_timeout},
    {"retries", &S::retries},
    {"resume", &S::resume, "ask,done,not-done"},
};

Error wrong_value(std::string_view name, std::string_view value, std::string_view wanted) {
  return Error(ErrorKind::Usage, fmt::format("{}: '{}' is not possible", name, value))
      .with_hint(fmt::format("one of {}", wanted));
}

int to_number(std::string_view name, std::string_view text) {
  int value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size() || value < 0)
    throw Error(ErrorKind::Usage, fmt::format("{}: '{}' is no number", name, text));
  return value;
}

bool to_bool(std::string_view name, std::string_view text) {
  if (equals_ignore_case(text, "true")) return true;
  if (equals_ignore_case(text, "false")) return false;
  throw wrong_value(name, text, "true, false");
}

void check_choice(const Name& name, const std::string& value) {
  if (name.choices.empty()) return;
  const std::vector<std::string> choices = split_trimmed(std::string(name.choices), ',');
  if (std::find(choices.begin(), choices.end(), value) == choices.end())
    throw wrong_value(name.name, value, fmt::format("{}", fmt::join(choices, ", ")));
}

bool is_client_option(std::string_view name) {
  for (const std::string_view client : kClients) {
    if (!name.starts_with(client) || name.substr(client.size(), 1) != "-") continue;
    const std::string_view option = name.substr(client.size() + 1);
    return std::find(std::begin(kClientOptions), std::end(kClientOptions), option) !=
           std::end(kClientOptions);
  }
  return false;
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

std::optional<std::chrono::seconds> seconds(const std::string& name, const std::string& text) {
  int value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size() || value < -1)
    throw Error(ErrorKind::Usage, fmt::format("--{}: '{}' is no number of seconds", name, text));
  return value == -1 ? std::nullopt : std::optional(std::chrono::seconds(value));
}

void set_client(run::ClientSettings& settings, const std::string& name, std::string_view what,
                const std::string& value) {
  const bool is_true = equals_ignore_case(value, "true");
  if (what == "path") settings.path = value;
  if (what == "args") settings.arguments = run::split_arguments(value);
  if (what == "timeout") settings.timeout = seconds(name, value);
  if (what == "log-file") settings.log_file = value;
  if (what == "keep-temp") settings.keeps_script = is_true;
  if (what == "keep-temp-path") settings.script_folder = value;
  if (what == "keep-temp-name") settings.script_name = value;
  if (what == "keep-temp-overwrite") settings.overwrites_script = is_true;
}

run::AllClientSettings client_settings(const Settings& settings) {
  run::AllClientSettings all;
  for (const auto& [name, value] : settings.clients) {
    const std::size_t dash = name.find('-');
    set_client(all[name.substr(0, dash)], name, std::string_view(name).substr(dash + 1), value);
  }
  return all;
}

// Its first line.
std::string read_password_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string line;
  if (!file || (!std::getline(file, line) && !file.eof()))
    throw Error(ErrorKind::Usage, fmt::format("--password-file: cannot read {}", path));
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

std::string password(const Settings& settings, const driver::Url& url) {
  if (!settings.password.empty()) return settings.password;
  const std::string of_file =
      settings.password_file.empty() ? "" : read_password_file(settings.password_file);
  return of_file.empty() ? url.password.value_or("") : of_file;
}

}  // namespace

void set(Settings& settings, std::string_view name, const std::string& value) {
  if (is_client_option(name)) {
    settings.clients[std::string(name)] = value;
    return;
  }
  const auto* const found = std::find_if(std::begin(kNames), std::end(kNames),
                                         [&](const Name& known) { return known.name == name; });
  if (found == std::end(kNames)) {
    throw Error(ErrorKind::Usage, fmt::format("there is no setting '{}'", name))
        .with_hint(did_you_mean(name, setting_names()));
  }
  check_choice(*found, value);
  std::visit(Overloaded{[&](std::string S::*member) { settings.*member = value; },
                        [&](bool S::*member) { settings.*member = to_bool(name, value); },
                        [&](int S::*member) { settings.*member = to_number(name, value); }},
             found->member);
}

std::vector<std::string_view> setting_names() {
  std::vector<std::string_view> names;
  for (const Name& name : kNames) names.push_back(name.name);
  return names;
}

driver::ConnectOptions connect_options(const Settings& settings, const driver::Registry& registry) {
  driver::ConnectOptions connect;
  connect.url = driver::parse_url(settings.url, registry.schemes());
  connect.user = settings.username.empty() ? connect.url.user.value_or("") : settings.username;
  connect.password = password(settings, connect.url);
  connect.default_schema = settings.default_schema_name.empty() ? settings.default_catalog_name
                                                                : settings.default_schema_name;
  return connect;
}

run::SessionOptions session_options(const Settings& settings, const driver::Registry& registry,
                                    driver::ConnectOptions connect) {
  run::SessionOptions session;
  session.registry = &registry;
  session.connect = std::move(connect);
  session.display_url = driver::redacted(settings.url);
  session.lock_wait = settings.lock_wait_minutes >= 0
                          ? std::chrono::minutes(settings.lock_wait_minutes)
                          : std::chrono::seconds(settings.lock_wait_seconds);
  session.tracking.catalog = settings.liquibase_catalog_name;
  session.tracking.schema = settings.liquibase_schema_name;
  if (!settings.history_table_name.empty()) session.tracking.history = settings.history_table_name;
  if (!settings.lock_table_name.empty()) session.tracking.lock = settings.lock_table_name;
  session.clients = client_settings(settings);
  if (settings.script_transactions == "always")
    session.script_transactions = run::ScriptTransactions::Always;
  session.single_transaction = settings.single_transaction;
  session.timeouts = {duration("--lock-timeout", settings.lock_timeout),
                      duration("--statement-timeout", settings.statement_timeout)};
  session.retries = static_cast<std::size_t>(settings.retries);
  session.resume = resume_decision(settings.resume);
  session.environment = run::system_environment();
  session.mark_unknown_custom_ran = settings.on_unknown_custom_change == "mark-ran";
  return session;
}

std::vector<std::filesystem::path> search_folders(const Settings& settings) {
  std::vector<std::filesystem::path> folders;
  for (const std::string& folder : split_trimmed(settings.search_path, ',')) {
    if (!folder.empty()) folders.emplace_back(folder);
  }
  if (folders.empty()) folders.emplace_back(".");
  return folders;
}

changelog::FileResources files(const Settings& settings) {
  return changelog::FileResources(search_folders(settings), settings.restrict_paths
                                                                ? changelog::Reach::WithinFolders
                                                                : changelog::Reach::Anywhere);
}

plan::Selection selection(const Settings& settings, const run::Session& session) {
  return {std::string(session.dialect().traits().name), settings.contexts, settings.label_filter};
}

std::string history_date(const std::string& written) {
  const model::Moment value = model::parse_date_value(written);
  if (!value || value->kind == model::DateValue::Kind::Time) {
    throw Error(ErrorKind::Usage, fmt::format("--date: '{}' is no date", written))
        .with_hint("2026-01-31, '2026-01-31 18:00:00' or 2026-01-31T18:00:00");
  }
  std::string text = model::to_iso(*value);
  if (const std::size_t separator = text.find('T'); separator != std::string::npos)
    text[separator] = ' ';
  return text;
}

model::Changelog load(const Settings& settings, const changelog::Resources& resources,
                      run::Session& session) {
  if (settings.changelog_file.empty()) {
    throw Error(ErrorKind::Usage, "no changelog: --changelog-file is missing")
        .with_hint("for example --changelog-file=db.changelog.yaml");
  }
  selection(settings, session);  // its mistakes are the settings', and no changelog's
  changelog::LoadOptions load;
  load.file = settings.changelog_file;
  load.resources = &resources;
  load.dbms = std::string(session.dialect().traits().name);
  load.contexts = split_trimmed(settings.contexts, ',');
  std::erase(load.contexts, "");
  load.label_filter = settings.label_filter;
  load.parameters = changelog::Parameters::of_process();
  for (const auto& [name, value] : run::database_parameters(session))
    load.parameters.set(name, value);
  for (const auto& [name, value] : settings.parameters) load.parameters.set(name, value);
  load.expansion = {settings.support_property_escaping, missing(settings.missing_property_mode)};
  load.unknown_keys = unknown_keys(settings.unknown_keys);
  Diagnostics diagnostics;
  model::Changelog changelog = changelog::load(std::move(load), diagnostics);
  if (diagnostics.has_errors()) {
    throw Error(ErrorKind::Changelog,
                fmt::format("{} is invalid; nothing was executed", settings.changelog_file))
        .with_diagnostics(diagnostics.all());
  }
  for (const Diagnostic& warning : diagnostics.all()) session.observer().diagnosed(warning);
  return changelog;
}

}  // namespace strata::embed
