// What the user asked for, on the command line, in the environment and in configuration files,
// after parsing. Plain data.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/embed/settings.h"

namespace strata::cmd {

struct Options : embed::Settings {
  bool prompt_password = false;
  std::vector<std::string> custom_changes;  // CLASS=sql:FILE, CLASS=command:PROGRAM
  std::string driver_path;
  bool dry_run = false;

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
