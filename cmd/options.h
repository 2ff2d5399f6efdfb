// What the user asked for, on the command line, in the environment and in configuration files,
// after parsing. Plain data.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace strata::cmd {

struct Options {
  // The database.
  std::string url;
  std::string username;
  std::string password;
  std::string password_file;
  bool prompt_password = false;
  std::string default_schema_name;
  std::string default_catalog_name;
  int lock_wait_seconds = 300;
  int lock_wait_minutes = -1;         // the reference's unit; -1 = not given
  std::string liquibase_schema_name;  // of the tracking tables
  std::string liquibase_catalog_name;
  std::string history_table_name;
  std::string lock_table_name;

  // The changelog.
  std::string changelog_file;
  std::string search_path;
  bool restrict_paths = false;
  std::string contexts;
  std::string label_filter;
  std::string unknown_keys = "auto";
  bool support_property_escaping = false;
  std::string missing_property_mode = "preserve";
  std::vector<std::string> custom_changes;  // CLASS=sql:FILE, CLASS=command:PROGRAM
  std::string on_unknown_custom_change = "fail";
  std::vector<std::pair<std::string, std::string>> parameters;  // -Dname=value
  std::string script_transactions = "needed";

  // Of runWith, by the options' names: psql-path, mysql-timeout.
  std::map<std::string, std::string> clients;

  // Running.
  bool single_transaction = false;
  bool dry_run = false;
  std::string lock_timeout;
  std::string statement_timeout;
  int retries = 3;
  std::string resume = "ask";

  // Output.
  std::string output_file;
  std::string format;  // "" = what suits the command
  std::string annotations;
  std::string annotations_file;
  bool quiet = false;
  bool verbose = false;
  std::string log_level = "off";
  std::string log_file;
  std::string show_summary = "summary";
  std::string defaults_file;
  std::string should_run = "true";

  // Of single commands.
  std::optional<std::size_t> count;
  std::string tag;
  std::string date;
  std::string changeset_id;
  std::string changeset_author;
  std::string changeset_path;
  std::string changeset_identifier;  // path::id::author
  std::string deployment_id;
  std::string sql;
  std::string sql_file;
  std::string delimiter;
  bool force = false;
  bool fail_if_pending = false;
  std::string rollback_on_error = "false";
  std::string add_row = "false";
  std::string schemas;
  std::string set_as;
  bool force_replace = false;
  std::string dbms;
  std::string project_dir;
  std::string project_defaults_file = "liquibase.properties";
  std::string topic;  // what a positional word names: a change type, a shell

  // The command itself, as the table names it.
  std::string command;
};

}  // namespace strata::cmd
