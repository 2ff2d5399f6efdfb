#include "cmd/commands.h"

#include <array>

namespace strata::cmd {
namespace {

using C = Command;

constexpr std::array kCommands{
    C{"update", "migrate", "Run the changesets that have not run yet.",
      "strata update --changelog-file=db.changelog.yaml --url=jdbc:postgresql://localhost/shop "
      "--username=shop",
      C::kChangelog, update},
    C{"update-sql", "", "Print the SQL that `update` would run.",
      "strata update-sql --changelog-file=db.changelog.yaml "
      "--url='offline:postgresql?version=15.0'",
      C::kChangelog, update_sql},
    C{"update-count", "", "Run the next changesets, at most so many.",
      "strata update-count --count=2 ...", C::kChangelog | C::kCount, update},
    C{"update-count-sql", "", "Print the SQL that `update-count` would run.",
      "strata update-count-sql --count=2 ...", C::kChangelog | C::kCount, update_sql},
    C{"update-to-tag", "", "Run changesets up to and with the one that sets a tag.",
      "strata update-to-tag --tag=v1.0 ...", C::kChangelog | C::kTag, update},
    C{"update-to-tag-sql", "", "Print the SQL that `update-to-tag` would run.",
      "strata update-to-tag-sql --tag=v1.0 ...", C::kChangelog | C::kTag, update_sql},
    C{"rollback", "rollback-to-tag", "Undo what ran after a tag.", "strata rollback --tag=v1.0 ...",
      C::kChangelog | C::kTag, rollback_to_tag},
    C{"rollback-sql", "", "Print the SQL that `rollback` would run.",
      "strata rollback-sql --tag=v1.0 ...", C::kChangelog | C::kTag, rollback_to_tag_sql},
    C{"rollback-count", "", "Undo the last changesets that ran, so many of them.",
      "strata rollback-count --count=1 ...", C::kChangelog | C::kCount, rollback_count},
    C{"rollback-count-sql", "", "Print the SQL that `rollback-count` would run.",
      "strata rollback-count-sql --count=1 ...", C::kChangelog | C::kCount, rollback_count_sql},
    C{"rollback-to-date", "", "Undo what ran after a moment.",
      "strata rollback-to-date --date='2026-01-31 18:00:00' ...", C::kChangelog | C::kDate,
      rollback_to_date},
    C{"rollback-to-date-sql", "", "Print the SQL that `rollback-to-date` would run.",
      "strata rollback-to-date-sql --date=2026-01-31 ...", C::kChangelog | C::kDate,
      rollback_to_date_sql},
    C{"changelog-sync", "", "Note all changesets as run, without running them.",
      "strata changelog-sync ...", C::kChangelog, changelog_sync},
    C{"changelog-sync-sql", "", "Print the SQL that `changelog-sync` would run.",
      "strata changelog-sync-sql ...", C::kChangelog, changelog_sync_sql},
    C{"status", "", "List the changesets that have not run yet.", "strata status --verbose ...",
      C::kChangelog | C::kVerbose, status},
    C{"history", "", "List what ran, when and by which deployment.",
      "strata history --url=jdbc:sqlite:shop.db", C::kNothing, history},
    C{"tag", "", "Tag the database as it is now, to roll back to it later.",
      "strata tag --tag=v1.0 ...", C::kTag, tag},
    C{"validate", "", "Check the changelog without running anything.", "strata validate ...",
      C::kChangelog, validate},
    C{"schema", "", "Print the JSON schema of changelogs, for editors.",
      "strata schema > changelog.schema.json", C::kNothing, schema},
};

}  // namespace

std::span<const Command> commands() { return kCommands; }

}  // namespace strata::cmd
