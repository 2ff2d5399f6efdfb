#include "cmd/commands.h"

#include <algorithm>
#include <array>

#include "cmd/option_table.h"

namespace strata::cmd {
namespace {

using C = Command;
using G = CommandGroup;

constexpr std::array kCommands{
    C{G::Update, "update", "migrate", "Run the changesets that have not run yet.",
      "strata update --changelog-file=db.changelog.yaml --url=jdbc:postgresql://localhost/shop "
      "--username=shop",
      C::kMain | C::kUpdate, update},
    C{G::Update, "update-sql", "", "Print the SQL that `update` would run.",
      "strata update-sql --changelog-file=db.changelog.yaml "
      "--url='offline:postgresql?version=15.0'",
      C::kMain, update_sql},
    C{G::Update, "update-count", "", "Run the next changesets, at most so many.",
      "strata update-count --count=2", C::kMain | C::kCount | C::kUpdate, update},
    C{G::Update, "update-count-sql", "", "Print the SQL that `update-count` would run.",
      "strata update-count-sql --count=2", C::kMain | C::kCount, update_sql},
    C{G::Update, "update-to-tag", "", "Run changesets up to and with the one that sets a tag.",
      "strata update-to-tag --tag=v1.0", C::kMain | C::kTag | C::kUpdate, update},
    C{G::Update, "update-to-tag-sql", "", "Print the SQL that `update-to-tag` would run.",
      "strata update-to-tag-sql --tag=v1.0", C::kMain | C::kTag, update_sql},
    C{G::Update, "update-one-changeset", "", "Run a single changeset, whatever stands before it.",
      "strata update-one-changeset --changeset-path=db.changelog.yaml --changeset-id=7 "
      "--changeset-author=ann --force",
      C::kMain | C::kChangeset | C::kForce | C::kUpdate, update_one},
    C{G::Update, "update-one-changeset-sql", "",
      "Print the SQL that `update-one-changeset` would run.",
      "strata update-one-changeset-sql --changeset-identifier=db.changelog.yaml::7::ann",
      C::kMain | C::kChangeset, update_one_sql},
    C{G::Update, "update-testing-rollback", "",
      "Run what has not run yet, undo it, and run it again: for test databases.",
      "strata update-testing-rollback --url=jdbc:sqlite:try.db", C::kMain | C::kUpdate,
      update_testing_rollback},
    C{G::Update, "changelog-sync", "", "Note all changesets as run, without running them.",
      "strata changelog-sync", C::kMain, changelog_sync},
    C{G::Update, "changelog-sync-sql", "", "Print the SQL that `changelog-sync` would run.",
      "strata changelog-sync-sql", C::kMain, changelog_sync_sql},
    C{G::Update, "changelog-sync-to-tag", "",
      "Note changesets as run, up to the one that sets a tag.",
      "strata changelog-sync-to-tag --tag=v1.0", C::kMain | C::kTag, changelog_sync},
    C{G::Update, "changelog-sync-to-tag-sql", "",
      "Print the SQL that `changelog-sync-to-tag` would run.",
      "strata changelog-sync-to-tag-sql --tag=v1.0", C::kMain | C::kTag, changelog_sync_sql},
    C{G::Update, "mark-next-changeset-ran", "",
      "Note the next changeset as run, without running it.", "strata mark-next-changeset-ran",
      C::kMain, mark_next_ran},
    C{G::Update, "mark-next-changeset-ran-sql", "",
      "Print the SQL that `mark-next-changeset-ran` would run.",
      "strata mark-next-changeset-ran-sql", C::kMain, mark_next_ran_sql},

    C{G::Rollback, "rollback", "rollback-to-tag",
      "Undo what ran after a tag, or the last so many changesets.",
      "strata rollback --tag=v1.0\n  strata rollback 3", C::kMain | C::kAnyTag | C::kCount,
      rollback, "TAG-OR-COUNT"},
    C{G::Rollback, "rollback-sql", "", "Print the SQL that `rollback` would run.",
      "strata rollback-sql --tag=v1.0", C::kMain | C::kAnyTag | C::kCount, rollback_sql,
      "TAG-OR-COUNT"},
    C{G::Rollback, "rollback-count", "", "Undo the last changesets that ran, so many of them.",
      "strata rollback-count --count=1", C::kMain | C::kCount, rollback},
    C{G::Rollback, "rollback-count-sql", "", "Print the SQL that `rollback-count` would run.",
      "strata rollback-count-sql --count=1", C::kMain | C::kCount, rollback_sql},
    C{G::Rollback, "rollback-to-date", "", "Undo what ran after a moment.",
      "strata rollback-to-date --date='2026-01-31 18:00:00'", C::kMain | C::kDate, rollback},
    C{G::Rollback, "rollback-to-date-sql", "", "Print the SQL that `rollback-to-date` would run.",
      "strata rollback-to-date-sql --date=2026-01-31", C::kMain | C::kDate, rollback_sql},
    C{G::Rollback, "rollback-one-changeset", "", "Undo a single changeset, whatever ran after it.",
      "strata rollback-one-changeset --changeset-path=db.changelog.yaml --changeset-id=7 "
      "--changeset-author=ann --force",
      C::kMain | C::kChangeset | C::kForce, rollback_one_change_set},
    C{G::Rollback, "rollback-one-changeset-sql", "",
      "Print the SQL that `rollback-one-changeset` would run.",
      "strata rollback-one-changeset-sql --changeset-identifier=db.changelog.yaml::7::ann",
      C::kMain | C::kChangeset, rollback_one_change_set_sql},
    C{G::Rollback, "rollback-one-update", "", "Undo one deployment; `history` lists their ids.",
      "strata rollback-one-update --deployment-id=3412890123 --force",
      C::kMain | C::kDeployment | C::kForce, rollback_one_update},
    C{G::Rollback, "rollback-one-update-sql", "",
      "Print the SQL that `rollback-one-update` would run.",
      "strata rollback-one-update-sql --deployment-id=3412890123", C::kMain | C::kDeployment,
      rollback_one_update_sql},
    C{G::Rollback, "future-rollback-sql", "", "Print the SQL that would undo what has not run yet.",
      "strata future-rollback-sql", C::kMain, future_rollback_sql},
    C{G::Rollback, "future-rollback-count-sql", "",
      "Print the SQL that would undo the next changesets, so many of them.",
      "strata future-rollback-count-sql --count=2", C::kMain | C::kCount, future_rollback_sql},
    C{G::Rollback, "future-rollback-from-tag-sql", "",
      "Print the SQL that would undo what has not run yet, up to a tag.",
      "strata future-rollback-from-tag-sql --tag=v2.0", C::kMain | C::kTag, future_rollback_sql},

    C{G::Look, "status", "", "List the changesets that have not run yet.",
      "strata status --verbose\n  strata status --fail-if-pending", C::kMain | C::kVerbose, status},
    C{G::Look, "validate", "", "Check the changelog without running anything.", "strata validate",
      C::kMain, validate},
    C{G::Look, "history", "", "List what ran, when and by which deployment.",
      "strata history --url=jdbc:sqlite:shop.db", C::kDatabase, history},
    C{G::Look, "unexpected-changesets", "", "List what ran but is not in the changelog.",
      "strata unexpected-changesets --verbose", C::kMain, unexpected_change_sets},
    C{G::Look, "calculate-checksum", "", "Print a changeset's checksum.",
      "strata calculate-checksum --changeset-identifier=db.changelog.yaml::7::ann",
      C::kMain | C::kChangeset, calculate_checksum},
    C{G::Look, "connect", "", "Try to connect, and tell what answers.",
      "strata connect --url=jdbc:mariadb://localhost/shop --username=shop", C::kDatabase, connect},

    C{G::History, "tag", "", "Tag the database as it is now, to roll back to it later.",
      "strata tag --tag=v1.0", C::kDatabase | C::kTag | C::kAddRow, tag},
    C{G::History, "tag-exists", "", "Tell whether the database has a tag.",
      "strata tag-exists --tag=v1.0", C::kDatabase | C::kTag, tag_exists},
    C{G::History, "clear-checksums", "", "Forget all checksums: the next update takes them anew.",
      "strata clear-checksums", C::kDatabase, clear_checksums},

    C{G::Database, "list-locks", "", "Tell who holds the lock, and since when.",
      "strata list-locks", C::kDatabase, list_locks},
    C{G::Database, "release-locks", "", "Release the lock that a run left behind.",
      "strata release-locks", C::kDatabase, release_locks},
    C{G::Database, "execute-sql", "", "Run SQL of your own, and print the rows it yields.",
      "strata execute-sql --sql='select count(*) from person'", C::kDatabase | C::kSql,
      execute_sql},
    C{G::Database, "drop-all", "", "Drop every table, view and sequence, with the history.",
      "strata drop-all --force --url=jdbc:sqlite:try.db", C::kDatabase | C::kForce | C::kSchemas,
      drop_all},

    C{G::Project, "init-project", "init", "Write a changelog and a properties file to start from.",
      "strata init project --project-dir=db --format=yaml", C::kProject, init_project},
    C{G::Project, "set-contexts", "", "Write contexts into the changesets of a changelog file.",
      "strata set-contexts --set-as=test --changeset-author=ann",
      C::kMain | C::kChangeset | C::kSetAs, set_contexts},
    C{G::Project, "set-labels", "", "Write labels into the changesets of a changelog file.",
      "strata set-labels --set-as=v2 --changeset-id=7", C::kMain | C::kChangeset | C::kSetAs,
      set_labels},
    C{G::Project, "docs", "", "Describe a change type, with an example.",
      "strata docs addColumn\n  strata docs", C::kTopic, docs, "CHANGE"},
    C{G::Project, "schema", "", "Print the JSON schema of changelogs, for editors.",
      "strata schema > changelog.schema.json", C::kNothing, schema},
    C{G::Project, "completion", "", "Print completions for a shell: bash, zsh or fish.",
      "strata completion bash > /etc/bash_completion.d/strata", C::kTopic, completion, "SHELL"},
    C{G::Project, "manual", "", "Print the manual page.", "strata manual | man -l -", C::kNothing,
      manual},
};

}  // namespace

std::span<const Command> commands() { return kCommands; }

const Command* find_command(std::string_view name) {
  const std::string wanted = bare_name(name);
  const auto found = std::find_if(kCommands.begin(), kCommands.end(), [&](const Command& command) {
    return bare_name(command.name) == wanted ||
           (!command.alias.empty() && bare_name(command.alias) == wanted);
  });
  return found == kCommands.end() ? nullptr : &*found;
}

std::string_view to_string(CommandGroup group) {
  switch (group) {
    case G::Update:
      return "Go forth";
    case G::Rollback:
      return "Go back";
    case G::Look:
      return "Look";
    case G::History:
      return "History";
    case G::Database:
      return "Database";
    case G::Project:
      break;
  }
  return "Project";
}

}  // namespace strata::cmd
