"""Brings a database up to date: migrate.py URL CHANGELOG"""

import sys

import strata


class Progress(strata.Observer):
    def change_set_starts(self, change_set, index, total):
        print(f"{index} of {total}: {change_set.id} by {change_set.author}")

    def message(self, level, text):
        print(text, file=sys.stderr)


def main(url, changelog):
    with strata.Migration(url, changelog_file=changelog, lock_wait=60) as migration:
        migration.observe(Progress())
        try:
            report = migration.update()
        except strata.Failure as failure:
            print(failure, file=sys.stderr, end="")
            return int(failure.kind)
    print(f"{len(report.applied)} applied, {len(report.skipped)} skipped")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
