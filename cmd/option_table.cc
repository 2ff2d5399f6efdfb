#include "cmd/option_table.h"

#include <algorithm>
#include <array>

#include "cmd/client_options.h"
#include "cmd/commands.h"
#include "engine/base/text.h"

namespace strata::cmd {
namespace {

using C = Command;
using O = Options;

constexpr auto kDatabase = Section::Database;
constexpr auto kChangelog = Section::Changelog;
constexpr auto kOutput = Section::Output;
constexpr auto kRunning = Section::Running;
constexpr auto kOwn = Section::Command;

const std::array kFixedOptions = {
    // Of single commands.
    OptionSpec{"count", "", "N", "How many changesets", kOwn, C::kCount, &O::count},
    OptionSpec{"tag", "to,to-tag", "TAG", "The tag", kOwn, C::kTag | C::kAnyTag, &O::tag},
    OptionSpec{"date", "", "DATE", "The moment, in the database's time zone (SQLite: UTC)", kOwn,
               C::kDate, &O::date},
    OptionSpec{"changeset-id", "", "ID", "The changeset's id", kOwn, C::kChangeset,
               &O::changeset_id},
    OptionSpec{"changeset-author", "", "AUTHOR", "The changeset's author", kOwn, C::kChangeset,
               &O::changeset_author},
    OptionSpec{"changeset-path", "", "FILE", "The changelog it stands in", kOwn, C::kChangeset,
               &O::changeset_path},
    OptionSpec{"changeset-identifier", "", "FILE::ID::AUTHOR", "All three in one", kOwn,
               C::kChangeset, &O::changeset_identifier},
    OptionSpec{"deployment-id", "", "ID", "The deployment; the newest one unless told", kOwn,
               C::kDeployment, &O::deployment_id},
    OptionSpec{"force", "", "", "Do it without asking back; scripts need it", kOwn, C::kForce,
               &O::force},
    OptionSpec{"sql", "", "SQL", "The statements", kOwn, C::kSql, &O::sql},
    OptionSpec{"sql-file", "", "FILE", "A file of statements", kOwn, C::kSql, &O::sql_file},
    OptionSpec{"delimiter", "", "TEXT", "What ends a statement (;)", kOwn, C::kSql, &O::delimiter},
    OptionSpec{"fail-if-pending", "", "", "Exit status 11 when something has not run yet", kOwn,
               C::kVerbose, &O::fail_if_pending},
    OptionSpec{
        "dry-run", "", "",
        "Try it in a transaction and roll that back (PostgreSQL, SQLite), else say what would run",
        kOwn, C::kUpdate, &O::dry_run},
    OptionSpec{"rollback-on-error", "", "BOOLEAN",
               "true: undo what this run applied when a changeset fails (false)", kOwn, C::kUpdate,
               &O::rollback_on_error, "true,false"},
    OptionSpec{"add-row", "", "BOOLEAN", "true: the tag gets a row of its own (false)", kOwn,
               C::kAddRow, &O::add_row, "true,false"},
    OptionSpec{"schemas", "", "NAMES", "Schemas to empty instead of the default one", kOwn,
               C::kSchemas, &O::schemas},
    OptionSpec{"set-as", "", "EXPRESSION", "What to write", kOwn, C::kSetAs, &O::set_as},
    OptionSpec{"force-replace", "", "", "Also where there is some already", kOwn, C::kSetAs,
               &O::force_replace},
    OptionSpec{"dbms", "", "NAMES", "Only changesets for these databases", kOwn, C::kSetAs,
               &O::dbms},
    OptionSpec{"project-dir", "", "FOLDER", "Where the project goes (.)", kOwn, C::kProject,
               &O::project_dir},
    OptionSpec{"project-defaults-file", "", "FILE", "Its properties file (liquibase.properties)",
               kOwn, C::kProject, &O::project_defaults_file},

    // Running.
    OptionSpec{"single-transaction", "", "",
               "All pending changesets or none, as far as the database can (PostgreSQL, SQLite)",
               kRunning, 0, &O::single_transaction},
    OptionSpec{"lock-timeout", "", "TIME",
               "How long a statement may wait for locks of others: 500ms, 5s", kRunning, 0,
               &O::lock_timeout},
    OptionSpec{"statement-timeout", "", "TIME", "How long a statement may run: 30s, 5m", kRunning,
               0, &O::statement_timeout},
    OptionSpec{"retries", "", "N",
               "How often the same is tried again when the database gave way to others (3)",
               kRunning, 0, &O::retries},
    OptionSpec{
        "resume", "", "DECISION",
        "Whether a statement was done whose fate the database does not tell: ask, done, not-done",
        kRunning, 0, &O::resume, "ask,done,not-done"},

    // The database.
    OptionSpec{"url", "", "URL", "The database, as jdbc:, native or offline: URL", kDatabase, 0,
               &O::url},
    OptionSpec{"username", "", "NAME", "User to connect as", kDatabase, 0, &O::username},
    OptionSpec{"password", "", "TEXT", "Its password (better in STRATA_PASSWORD)", kDatabase, 0,
               &O::password},
    OptionSpec{"password-file", "", "FILE", "File whose first line is the password", kDatabase, 0,
               &O::password_file},
    OptionSpec{"prompt-password", "", "", "Ask for the password on the terminal", kDatabase, 0,
               &O::prompt_password},
    OptionSpec{"default-schema-name", "", "NAME", "Schema of names that have none", kDatabase, 0,
               &O::default_schema_name},
    OptionSpec{"default-catalog-name", "", "NAME", "The same for databases that say catalog",
               kDatabase, 0, &O::default_catalog_name},
    OptionSpec{"lock-wait", "", "SECONDS", "How long to wait for another run's lock (300)",
               kDatabase, 0, &O::lock_wait_seconds},
    OptionSpec{"changelog-lock-wait-time-in-minutes", "", "MINUTES", "The same in minutes",
               kDatabase, 0, &O::lock_wait_minutes},

    OptionSpec{"driver-path", "", "FILES",
               "Further drivers: shared libraries, or folders of them, separated by commas",
               kDatabase, 0, &O::driver_path},
    OptionSpec{"liquibase-schema-name", "", "NAME", "Schema of the tracking tables", kDatabase, 0,
               &O::liquibase_schema_name},
    OptionSpec{"liquibase-catalog-name", "", "NAME",
               "Database of the tracking tables (MySQL, MariaDB)", kDatabase, 0,
               &O::liquibase_catalog_name},
    OptionSpec{"database-changelog-table-name", "", "NAME",
               "Table of what has run (DATABASECHANGELOG)", kDatabase, 0, &O::history_table_name},
    OptionSpec{"database-changelog-lock-table-name", "", "NAME",
               "Table of the lock (DATABASECHANGELOGLOCK)", kDatabase, 0, &O::lock_table_name},

    // The changelog.
    OptionSpec{"changelog-file", "", "FILE", "The root changelog", kChangelog, 0,
               &O::changelog_file},
    OptionSpec{"search-path", "", "FOLDERS",
               "Folders that files are looked up in, separated by commas (.)", kChangelog, 0,
               &O::search_path},
    OptionSpec{"restrict-paths", "", "",
               "No file is read from outside of --search-path, by ../, links or absolute paths",
               kChangelog, 0, &O::restrict_paths},
    OptionSpec{"contexts", "context-filter", "NAMES",
               "Contexts of this run; without any, all changesets run", kChangelog, 0,
               &O::contexts},
    OptionSpec{"label-filter", "labels", "EXPRESSION", "What the labels of a changeset must fulfil",
               kChangelog, 0, &O::label_filter},
    OptionSpec{"unknown-keys", "", "MODE",
               "Keys of a change that mean nothing: auto (likely slips are errors), warn or error",
               kChangelog, 0, &O::unknown_keys, "auto,warn,error"},
    OptionSpec{"missing-property-mode", "", "MODE",
               "What ${name} becomes when nobody defines it: preserve, empty, or an error",
               kChangelog, 0, &O::missing_property_mode, "preserve,empty,error"},
    OptionSpec{"support-property-escaping", "", "", "${:name} stands for the text ${name}",
               kChangelog, 0, &O::support_property_escaping},
    OptionSpec{"custom-change", "", "CLASS=WHAT",
               "What a customChange does: CLASS=sql:FILE or CLASS=command:PROGRAM; the way back: "
               "CLASS.rollback=...",
               kChangelog, 0, &O::custom_changes},
    OptionSpec{"on-unknown-custom-change", "", "MODE",
               "Without --custom-change for its class: fail, or mark-ran", kChangelog, 0,
               &O::on_unknown_custom_change, "fail,mark-ran"},

    // Output.
    OptionSpec{"output-file", "", "FILE", "Where the answer goes instead of standard output",
               kOutput, 0, &O::output_file},
    OptionSpec{
        "script-transactions", "", "WHERE",
        "BEGIN and COMMIT in the SQL of -sql commands: where a statement needs them (needed), or "
        "around each changeset (always)",
        kOutput, 0, &O::script_transactions, "needed,always"},
    OptionSpec{"format", "", "FORMAT",
               "text, tabular (tables, for history), or json: one document on standard output",
               kOutput, 0, &O::format, "text,tabular,json,sql,xml,yaml"},
    OptionSpec{"annotations", "", "SERVICE",
               "Mistakes for a code review: github (as workflow commands), gitlab (as a report)",
               kOutput, 0, &O::annotations, "github,gitlab"},
    OptionSpec{"annotations-file", "", "FILE",
               "The report of --annotations=gitlab (gl-code-quality-report.json)", kOutput, 0,
               &O::annotations_file},
    OptionSpec{"quiet", "", "", "Only errors and warnings", kOutput, 0, &O::quiet},
    OptionSpec{"verbose", "", "", "Every statement with its time; for status: why", kOutput, 0,
               &O::verbose},
    OptionSpec{"log-level", "", "LEVEL", "What is logged: off, severe, warning, info, fine",
               kOutput, 0, &O::log_level,
               "off,severe,warning,info,config,fine,finer,finest,error,warn,debug,all"},
    OptionSpec{"log-file", "", "FILE", "Where the log goes instead of standard error", kOutput, 0,
               &O::log_file},
    OptionSpec{"show-summary", "", "HOW",
               "What an update says of changesets it left out: off, summary, verbose", kOutput, 0,
               &O::show_summary, "off,summary,verbose"},
    OptionSpec{
        "defaults-file", "", "FILE",
        "Options as properties or YAML (strata.yaml, strata.properties, liquibase.properties)",
        kOutput, 0, &O::defaults_file},
    OptionSpec{"should-run", "", "BOOLEAN", "false: do nothing at all", kOutput, 0, &O::should_run,
               "true,false"},
};

// The reference's own, and those of what it sells.
constexpr std::string_view kIgnored[] = {
    "allow-duplicated-changeset-identifiers",
    "allow-inherit-logical-file-path",
    "always-drop-instead-of-replace",
    "always-override-stored-logic-schema",
    "auto-reorg",
    "change-exec-listener-class",
    "change-exec-listener-properties-file",
    "changelog-lock-poll-rate",
    "changelog-parse-mode",
    "classpath",
    "convert-data-types",
    "custom-log-data-file",
    "custom-log-data-frequency",
    "data-output-directory",
    "database-class",
    "dbclhistory-capture-extensions",
    "dbclhistory-capture-sql",
    "dbclhistory-enabled",
    "dbclhistory-severity",
    "ddl-lock-timeout",
    "diff-column-order",
    "diff-types",
    "driver",
    "driver-properties-file",
    "drop-dbclhistory",
    "duplicate-file-mode",
    "error-on-circular-include-all",
    "exclude-objects",
    "file-encoding",
    "filter-log-messages",
    "generate-changeset-created-values",
    "generated-changeset-ids-contains-description",
    "headless",
    "hub-api-key",
    "hub-mode",
    "hub-project-id",
    "include-catalog",
    "include-catalog-in-specification",
    "include-objects",
    "include-relations-for-computed-columns",
    "include-schema",
    "include-system-classpath",
    "include-tablespace",
    "keep-temp-files",
    "license-key",
    "liquibase-hub-api-key",
    "liquibase-hub-mode",
    "liquibase-pro-license-key",
    "liquibase-tablespace-name",
    "log-channels",
    "log-format",
    "mirror-console-messages-to-log",
    "mirror-output-to-console",
    "monitor-performance",
    "on-missing-include-changelog",
    "output-default-catalog",
    "output-default-schema",
    "output-file-encoding",
    "output-line-separator",
    "overwrite-output-file",
    "preserve-schema-case",
    "pro-license-key",
    "project-guide",
    "prompt-for-non-local-database",
    "prompt-on-non-local-database",
    "property-provider-class",
    "reference-default-catalog-name",
    "reference-default-schema-name",
    "reference-driver",
    "reference-password",
    "reference-schemas",
    "reference-url",
    "reference-username",
    "report-enabled",
    "report-name",
    "report-path",
    "require-force",
    "secure-parsing",
    "should-snapshot-data",
    "show-banner",
    "show-summary-output",
    "snapshot-format",
    "sql-log-level",
    "sql-show-sql-warnings",
    "sqlcmd-args",
    "sqlcmd-path",
    "sqlcmd-timeout",
    "sqlplus-args",
    "sqlplus-path",
    "sqlplus-timeout",
    "strict",
    "ui-service",
    "use-procedure-schema",
    "validate-xml-changelog-files",
};

std::vector<OptionSpec> all_options() {
  std::vector<OptionSpec> all(kFixedOptions.begin(), kFixedOptions.end());
  for (const OptionSpec& spec : client_option_specs()) all.push_back(spec);
  return all;
}

std::vector<std::string_view> parts(std::string_view list) {
  std::vector<std::string_view> result;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    result.push_back(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return result;
}

}  // namespace

std::vector<std::string_view> OptionSpec::names() const {
  std::vector<std::string_view> all = parts(aliases);
  all.insert(all.begin(), name);
  return all;
}

std::vector<std::string_view> OptionSpec::choice_list() const { return parts(choices); }

std::span<const OptionSpec> option_table() {
  static const std::vector<OptionSpec> kAll = all_options();
  return kAll;
}

std::span<const std::string_view> ignored_options() { return kIgnored; }

std::string bare_name(std::string_view name) {
  std::string text = to_lower(name);
  std::erase_if(text, [](char c) { return c == '-' || c == '_'; });
  return text;
}

const OptionSpec* find_option(std::string_view name) {
  const std::string wanted = bare_name(name);
  const std::span<const OptionSpec> all = option_table();
  const auto found = std::find_if(all.begin(), all.end(), [&](const OptionSpec& spec) {
    const std::vector<std::string_view> names = spec.names();
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view one) { return bare_name(one) == wanted; });
  });
  return found == all.end() ? nullptr : &*found;
}

bool is_ignored_option(std::string_view name) {
  const std::string wanted = bare_name(name);
  return std::any_of(std::begin(kIgnored), std::end(kIgnored),
                     [&](std::string_view one) { return bare_name(one) == wanted; });
}

}  // namespace strata::cmd
