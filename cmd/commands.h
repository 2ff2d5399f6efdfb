// The commands of the program, as a table that the parser, the help, the manual page and the
// shells' completion are made from.
#pragma once

#include <span>
#include <string_view>

#include "cmd/answer.h"
#include "cmd/workspace.h"

namespace strata::cmd {

enum class CommandGroup : std::uint8_t { Update, Rollback, Look, History, Database, Project };

struct Command {
  // What a command takes beyond the options all have.
  enum Takes : unsigned {
    kNothing = 0,
    kDatabase = 1,
    kChangelog = 2,
    kCount = 4,
    kTag = 8,
    kDate = 16,
    kVerbose = 32,
    kChangeset = 64,
    kDeployment = 128,
    kForce = 256,
    kSql = 512,
    kSchemas = 1024,
    kSetAs = 2048,
    kProject = 4096,
    kUpdate = 8192,
    kAddRow = 16384,
    kAnyTag = 32768,  // a tag, or a count, or a bare word that is either
    kTopic = 65536,   // a bare word, see `topic`
    kMain = kDatabase | kChangelog,
  };

  CommandGroup group;
  std::string_view name;
  std::string_view alias;  // "" = none
  std::string_view summary;
  std::string_view example;
  unsigned takes;
  Answer (*run)(Workspace&);
  std::string_view topic = {};  // how help calls the bare word it takes

  bool has(Takes what) const { return (takes & what) != 0; }
};

std::span<const Command> commands();

// By name or alias, in any spelling; nullptr if there is none.
const Command* find_command(std::string_view name);

std::string_view to_string(CommandGroup group);

// One function a command.
Answer update(Workspace& workspace);
Answer update_sql(Workspace& workspace);
Answer update_one(Workspace& workspace);
Answer update_one_sql(Workspace& workspace);
Answer update_testing_rollback(Workspace& workspace);
Answer rollback(Workspace& workspace);
Answer rollback_sql(Workspace& workspace);
Answer rollback_one_change_set(Workspace& workspace);
Answer rollback_one_change_set_sql(Workspace& workspace);
Answer rollback_one_update(Workspace& workspace);
Answer rollback_one_update_sql(Workspace& workspace);
Answer future_rollback_sql(Workspace& workspace);
Answer changelog_sync(Workspace& workspace);
Answer changelog_sync_sql(Workspace& workspace);
Answer mark_next_ran(Workspace& workspace);
Answer mark_next_ran_sql(Workspace& workspace);
Answer status(Workspace& workspace);
Answer history(Workspace& workspace);
Answer unexpected_change_sets(Workspace& workspace);
Answer validate(Workspace& workspace);
Answer calculate_checksum(Workspace& workspace);
Answer clear_checksums(Workspace& workspace);
Answer tag(Workspace& workspace);
Answer tag_exists(Workspace& workspace);
Answer connect(Workspace& workspace);
Answer execute_sql(Workspace& workspace);
Answer list_locks(Workspace& workspace);
Answer release_locks(Workspace& workspace);
Answer drop_all(Workspace& workspace);
Answer init_project(Workspace& workspace);
Answer set_contexts(Workspace& workspace);
Answer set_labels(Workspace& workspace);
Answer schema(Workspace& workspace);
Answer docs(Workspace& workspace);
Answer completion(Workspace& workspace);
Answer manual(Workspace& workspace);

}  // namespace strata::cmd
