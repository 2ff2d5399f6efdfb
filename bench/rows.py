"""The rows of the table. Each function measures and yields outcomes; its name (with - for _) is the row's."""

import dataclasses
import pathlib
import shutil
import subprocess

from databases import Mariadb, Postgresql, Servers, Sqlite
from inputs import SALE, Inputs
from measure import Failed, Launcher, Sample, cores, interleave, peak_mb, wall
from outcome import Check, Outcome, milliseconds

ROWS = {}


def row(function):
    ROWS[function.__name__.replace("_", "-")] = function
    return function


@dataclasses.dataclass
class Bench:
    """What the rows share."""
    root: pathlib.Path   # of the repository
    build: pathlib.Path  # the folder of the build that is measured
    inputs: Inputs
    launcher: Launcher
    runs: int
    quick: bool
    reference: bool
    servers: Servers | None = None

    @property
    def strata(self) -> pathlib.Path:
        return self.build / "strata"

    def of(self, large: int, small: int) -> int:
        return small if self.quick else large

    @property
    def change_sets(self) -> int:
        """Of the changelog that most rows are about."""
        return self.of(1000, 30)

    def short_runs(self) -> int:
        """For what takes milliseconds: more runs cost nothing."""
        return self.runs if self.quick else max(self.runs, 25)

    def long_runs(self) -> int:
        """For what takes many seconds."""
        return min(self.runs, 3)

    def database(self, name: str):
        match name:
            case "sqlite":
                return Sqlite(self.launcher.folder / "bench.db")
            case "postgresql":
                return self.servers.postgresql()
            case "mariadb":
                return self.servers.mariadb()

    def command(self, command: str, database, changelog: pathlib.Path, *options) -> list:
        return [self.strata, command, f"--changelog-file={changelog.name}", f"--search-path={changelog.parent}",
                f"--url={database.url}", *options]

    def update(self, database, changelog: pathlib.Path, *options) -> Sample:
        return self.launcher.run(self.command("update", database, changelog, *options))

    def script_path(self, database, changelog: pathlib.Path) -> pathlib.Path:
        return self.inputs.folder / f"{changelog.stem}-{database.name}.sql"

    def script(self, database, changelog: pathlib.Path) -> pathlib.Path:
        """What the update of an empty database runs, with a transaction around each changeset."""
        database.fresh()
        path = self.script_path(database, changelog)
        self.launcher.run(self.command("update-sql", database, changelog, "--script-transactions=always",
                                       f"--output-file={path}"))
        return path


def compared(title: str, samples: dict, limit: float, *checks, **more) -> Outcome:
    strata, raw = wall(samples["strata"]), wall(samples["raw"])
    return Outcome(title, milliseconds(strata), milliseconds(raw), strata / raw, peak_mb(samples["strata"]),
                   [Check("ratio", strata / raw, limit), *checks], samples=samples, **more)


# --- nothing to do ------------------------------------------------------------------------------------

SELECT = "select 1"


def nothing_to_do(bench: Bench, database, clients: dict) -> dict:
    changelog = bench.inputs.changelog(1)
    database.fresh()
    bench.update(database, changelog)
    return interleave(bench.short_runs(), {"strata": lambda: bench.update(database, changelog)} | {
        name: lambda command=command: bench.launcher.run(command) for name, command in clients.items()})


@row
def noop_sqlite(bench):
    database = bench.database("sqlite")
    samples = nothing_to_do(bench, database, {"raw": [*database.client, SELECT]})
    yield Outcome("nothing to do, 1 changeset, SQLite", milliseconds(wall(samples["strata"])),
                  milliseconds(wall(samples["raw"])), peak_mb=peak_mb(samples["strata"]), samples=samples,
                  checks=[Check("wall", wall(samples["strata"]) * 1000, 10, " ms"),
                          Check("peak", peak_mb(samples["strata"]), 15, " MB")])


@row
def noop_postgresql(bench):
    """Against psql as it is installed; on Debian that is a script which starts the program."""
    database = bench.database("postgresql")
    samples = nothing_to_do(bench, database, {"raw": [*database.installed_client, "-c", SELECT],
                                              "program": [*database.client, "-c", SELECT]})
    program = wall(samples["program"])
    yield compared("nothing to do, 1 changeset, PostgreSQL", samples, 0.8, notes=[
        f"psql without Debian's wrapper takes {milliseconds(program)}: {wall(samples['strata']) / program:.2f}"])


@row
def noop_mariadb(bench):
    database = bench.database("mariadb")
    samples = nothing_to_do(bench, database, {"raw": [*database.client, "-e", SELECT]})
    yield compared("nothing to do, 1 changeset, MariaDB", samples, 2)


@row
def noop_many(bench):
    """Against the time that yaml-cpp's event parser takes for the file."""
    count = bench.change_sets
    database, changelog = bench.database("sqlite"), bench.inputs.changelog(count)
    database.fresh()
    bench.update(database, changelog)

    def parse() -> Sample:
        return Sample(float(bench.launcher.answer([bench.launcher.program.with_name("bench_parse_events"), changelog])))

    samples = interleave(max(bench.runs, bench.of(11, 1)), {
        "strata": lambda: bench.update(database, changelog), "raw": parse})
    yield compared(f"nothing to do, {count:,} changesets, SQLite; raw: yaml-cpp's events", samples, 2,
                   Check("peak", peak_mb(samples["strata"]), 30, " MB"))


@row
def noop_files(bench):
    """Linear in size: against a tenth of it."""
    many = bench.of(10_000, 1000)
    few = many // 10
    large = Sqlite(bench.launcher.folder / "large.db"), bench.inputs.changelog_of_files(many, many // 100)
    small = Sqlite(bench.launcher.folder / "small.db"), bench.inputs.changelog_of_files(few, few // 100)
    for database, changelog in (large, small):
        database.fresh()
        # Not `update`: SQLite itself takes minutes to make so many tables.
        bench.launcher.run(bench.command("changelog-sync", database, changelog))
    samples = interleave(bench.runs, {"strata": lambda: bench.update(*large), "tenth": lambda: bench.update(*small)})
    growth = wall(samples["strata"]) / wall(samples["tenth"])
    used = cores(samples["strata"])
    yield Outcome(f"nothing to do, {many:,} changesets in {many // 100} files; raw: Strata with a tenth of them",
                  milliseconds(wall(samples["strata"])), milliseconds(wall(samples["tenth"])), growth,
                  peak_mb(samples["strata"]), samples=samples, notes=[f"{used:.2f} cores at work, on average"],
                  checks=[Check("ratio", growth, 10), Check("peak", peak_mb(samples["strata"]), 100, " MB"),
                          Check("cores", used, 1.2, bound="≥")])


# --- applying -----------------------------------------------------------------------------------------

def check_applied(bench, database, count: int):
    noted = database.sql(bench.launcher, "select count(*) from DATABASECHANGELOG where EXECTYPE = 'EXECUTED'")
    if int(noted) != count:
        raise Failed(f"{database.name}: {noted.strip()} changesets in the history, not {count}")


def applied(bench, name: str, *options) -> dict:
    count = bench.change_sets
    database, changelog = bench.database(name), bench.inputs.changelog(count)
    script = bench.script(database, changelog)

    def of_strata() -> Sample:
        database.fresh()
        sample = bench.update(database, changelog, *options)
        check_applied(bench, database, count)
        return sample

    def of_client() -> Sample:
        database.fresh()
        sample = database.script(bench.launcher, script)
        check_applied(bench, database, count)
        return sample

    return interleave(bench.runs, {"strata": of_strata, "raw": of_client})


def apply_row(bench, name: str, product: str, limit: float):
    title = f"{bench.change_sets:,} changesets applied, {product}"
    yield compared(title, applied(bench, name), limit)


@row
def apply_postgresql(bench):
    yield from apply_row(bench, "postgresql", "PostgreSQL", 1.0)


@row
def apply_sqlite(bench):
    yield from apply_row(bench, "sqlite", "SQLite", 1.1)


@row
def apply_mariadb(bench):
    yield from apply_row(bench, "mariadb", "MariaDB", 1.3)
    yield journal_cost(bench)


def journal_cost(bench) -> Outcome:
    """The client's run of all that Strata sends, against its run of the script: what the journal of steps and
    the look at the lock cost, whoever sends them."""
    count = bench.change_sets
    database, changelog = bench.database("mariadb"), bench.inputs.changelog(count)
    script = bench.script(database, changelog)
    database.fresh()
    journalled = bench.inputs.script("journalled.sql",
                                     database.statements_of(lambda: bench.update(database, changelog)))

    def run(path) -> Sample:
        database.fresh()
        return database.script(bench.launcher, path)

    samples = interleave(bench.long_runs(), {"strata": lambda: run(journalled), "raw": lambda: run(script)})
    ours, theirs = wall(samples["strata"]), wall(samples["raw"])
    sent = sum(1 for line in journalled.read_text().splitlines() if line.endswith(";"))
    return Outcome("the raw client with the statements of Strata's journal; raw: without", milliseconds(ours),
                   milliseconds(theirs), ours / theirs, samples=samples,
                   notes=[f"{sent / count:.1f} statements a changeset"])


def single_row(bench, name: str, product: str):
    title = f"{bench.change_sets:,} changesets in one transaction, {product}; raw: each committed"
    yield compared(title, applied(bench, name, "--single-transaction"), 0.8)


@row
def single_postgresql(bench):
    yield from single_row(bench, "postgresql", "PostgreSQL")


@row
def single_sqlite(bench):
    yield from single_row(bench, "sqlite", "SQLite")


# --- rows ---------------------------------------------------------------------------------------------

def postgresql_loads(bench, rows: int) -> dict:
    return {"raw": f"{SALE}\\copy sale from '{bench.inputs.csv(rows)}' with (format csv, header)\n"}


def sqlite_loads(bench, rows: int) -> dict:
    """The shell's .import is the prepared statement of a loop over the file, in one transaction."""
    return {"raw": f"{SALE}.mode csv\n.import --skip 1 {bench.inputs.csv(rows)} sale\n"}


def mariadb_loads(bench, rows: int) -> dict:
    return {"raw": bench.inputs.inserts(rows),
            "LOAD DATA": f"{SALE}load data local infile '{bench.inputs.csv(rows)}' into table sale character set utf8mb4 "
                         "fields terminated by ',' optionally enclosed by '\"' ignore 1 lines "
                         "(id, customer, amount, day, @paid) set paid = @paid = 'true';\n"}


def loaded(bench, database, rows: int, scripts: dict) -> dict:
    changelog = bench.inputs.load_changelog(rows)

    def checked(load) -> Sample:
        database.fresh()
        sample = load()
        found = database.sql(bench.launcher, "select count(*) from sale")
        if int(found) != rows:
            raise Failed(f"{database.name}: {found.strip()} rows, not {rows}")
        return sample

    def client(what: str, script):
        if isinstance(script, str):
            script = bench.inputs.script(f"load-{rows}-{database.name}-{what.replace(' ', '-')}.sql", script)
        return lambda: checked(lambda: database.script(bench.launcher, script))

    programs = {"strata": lambda: checked(lambda: bench.update(database, changelog))}
    programs |= {what: client(what, script) for what, script in scripts.items()}
    return interleave(bench.runs if rows <= 200_000 else bench.long_runs(), programs)


def load_rows(bench, name: str, product: str, against: str, limit: float, scripts):
    database, peaks = bench.database(name), []
    for rows in (bench.of(200_000, 2000), bench.of(2_000_000, 20_000)):
        samples = loaded(bench, database, rows, scripts(bench, rows))
        peaks.append(peak_mb(samples["strata"]))
        checks = [Check("peak", peaks[-1], 40, " MB")]
        if len(peaks) > 1:
            # What the process has at its largest differs from run to run by the pages it shares.
            checks.append(Check("growth", peaks[1] - peaks[0], 2, " MB"))
        notes = [f"{what} takes {milliseconds(wall(values))}" for what, values in samples.items()
                 if what not in ("strata", "raw")]
        yield compared(f"loadData, {rows:,} rows, {product}; raw: {against}", samples, limit, *checks, notes=notes)


@row
def load_postgresql(bench):
    yield from load_rows(bench, "postgresql", "PostgreSQL", "\\copy", 1.5, postgresql_loads)


@row
def load_sqlite(bench):
    yield from load_rows(bench, "sqlite", "SQLite", ".import", 2, sqlite_loads)


@row
def load_mariadb(bench):
    yield from load_rows(bench, "mariadb", "MariaDB", "INSERT of 500 rows", 2, mariadb_loads)


# --- a long history -----------------------------------------------------------------------------------

HISTORY_COLUMNS = ("ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, "
                   "CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID")


@row
def history(bench):
    """Most rows of it are of a file that the changelog does not have any more."""
    rows, count = bench.of(100_000, 5000), bench.change_sets
    database, changelog = bench.database("postgresql"), bench.inputs.changelog(count)
    database.fresh()
    bench.update(database, changelog)
    bench.launcher.run([*database.client, "-c", (
        f"insert into databasechangelog ({HISTORY_COLUMNS}) select 'old-' || n, author, 'archive/' || n % 100 || '.yaml', "
        f"dateexecuted, {count} + n, md5sum, description, comments, exectype, contexts, labels, liquibase, deployment_id "
        f"from generate_series(1, {rows - count}) n join databasechangelog on orderexecuted = n % {count} + 1"),
        "-c", "analyze databasechangelog"])
    copy = f"copy (select {HISTORY_COLUMNS}, TAG from databasechangelog order by DATEEXECUTED, ORDEREXECUTED) to stdout"
    scans = "select seq_scan + coalesce(idx_scan, 0) from pg_stat_user_tables where relname = 'databasechangelog'"
    before = int(database.sql(bench.launcher, scans))
    bench.update(database, changelog)
    reads = int(database.sql(bench.launcher, scans)) - before
    samples = interleave(max(bench.runs, bench.of(11, 1)), {
        "strata": lambda: bench.update(database, changelog),
        "raw": lambda: bench.launcher.run([*database.client, "-c", copy])})
    yield compared(f"nothing to do, history of {rows:,} rows, PostgreSQL; raw: COPY of its columns", samples, 2,
                   Check("reads", reads, 1))


# --- size ---------------------------------------------------------------------------------------------

@row
def size(bench):
    """The executable and its largest module, as a run loads one at most."""
    sizes = {}
    for file in (bench.strata, *sorted((bench.build / "modules").glob("*.so"))):
        copy = bench.launcher.folder / "stripped"
        shutil.copy(file, copy)
        subprocess.run(["strip", copy], check=True)
        sizes[file.name] = copy.stat().st_size / 1e6
    program = sizes[bench.strata.name]
    total = program + max((size for name, size in sizes.items() if name != bench.strata.name), default=0)
    yield Outcome("stripped executable, with its largest module", f"{total:.2f} MB", checks=[Check("size", total, 8, " MB")],
                  notes=[", ".join(f"{name} {megabytes:.2f} MB" for name, megabytes in sizes.items())],
                  samples={name: [megabytes] for name, megabytes in sizes.items()})
