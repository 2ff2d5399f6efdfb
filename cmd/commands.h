// The commands of the program, as a table that the option parser and the help are made from.
#pragma once

#include <span>
#include <string_view>

#include "cmd/exit_code.h"
#include "cmd/workspace.h"

namespace strata::cmd {

struct Command {
  // What a command takes beyond the options all have.
  enum Takes : unsigned {
    kNothing = 0,
    kChangelog = 1,
    kCount = 2,
    kTag = 4,
    kDate = 8,
    kVerbose = 16
  };

  std::string_view name;
  std::string_view alias;  // "" = none
  std::string_view summary;
  std::string_view example;
  unsigned takes;
  ExitCode (*run)(Workspace&);

  bool has(Takes what) const { return (takes & what) != 0; }
};

std::span<const Command> commands();

// One function a command.
ExitCode update(Workspace& workspace);
ExitCode update_sql(Workspace& workspace);
ExitCode rollback_to_tag(Workspace& workspace);
ExitCode rollback_to_tag_sql(Workspace& workspace);
ExitCode rollback_count(Workspace& workspace);
ExitCode rollback_count_sql(Workspace& workspace);
ExitCode rollback_to_date(Workspace& workspace);
ExitCode rollback_to_date_sql(Workspace& workspace);
ExitCode changelog_sync(Workspace& workspace);
ExitCode changelog_sync_sql(Workspace& workspace);
ExitCode status(Workspace& workspace);
ExitCode history(Workspace& workspace);
ExitCode tag(Workspace& workspace);
ExitCode validate(Workspace& workspace);
ExitCode schema(Workspace& workspace);

}  // namespace strata::cmd
