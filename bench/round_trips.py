"""How often a changeset waits for the network: with the latency of a distant server, and counted."""

import os

from measure import interleave
from outcome import Check, Outcome
from proxy import LATENCY, Proxy
from rows import check_applied, row


def strata_run(bench, database, count):
    return bench.update(database, bench.inputs.changelog(count))


def client_run(bench, database, count):
    return database.script(bench.launcher, bench.script_path(database, bench.inputs.changelog(count)))


REFERENCE = """
cd "$1" && . tests/oracle/reference && cd "$2" &&
exec "$reference" --search-path="$3" update --changelog-file="$4" --url="$5" --username=strata --password=pw
"""


def reference_run(bench, database, count):
    changelog = bench.inputs.changelog(count)
    url = f"jdbc:{database.url.replace('strata:pw@', '')}"
    return bench.launcher.run(["bash", "-c", REFERENCE, "reference", bench.root, bench.launcher.folder,
                               changelog.parent, changelog.name, url], environment={"HOME": os.environ["HOME"]})


def sizes(bench) -> tuple:
    """Numbers of changesets, between which only what is done for each of them differs."""
    return bench.of(10, 2), bench.of(60, 7)


def least(samples) -> float:
    """The shortest run, as it is about differences of a few milliseconds."""
    return min(sample.wall for sample in samples)


def per_change_set(bench, database, program) -> tuple:
    """Round trips that were counted, those that the latency tells of, and all samples."""
    proxy = Proxy(database.port)
    counted = {}

    def run(target, count):
        database.fresh()
        before = proxy.round_trips
        sample = program(bench, target, count)
        proxy.settle()
        counted[target.url, count] = proxy.round_trips - before
        check_applied(bench, database, count)
        return sample

    distant = database.through(proxy.port)
    samples = interleave(bench.long_runs(), {
        f"{where} {count}": lambda target=target, count=count: run(target, count)
        for where, target in (("distant", distant), ("near", database)) for count in sizes(bench)})
    proxy.close()
    few, many = sizes(bench)
    slower = {count: least(samples[f"distant {count}"]) - least(samples[f"near {count}"]) for count in (few, many)}
    return ((counted[distant.url, many] - counted[distant.url, few]) / (many - few),
            (slower[many] - slower[few]) / LATENCY / (many - few), samples)


def round_trips(bench, name: str, product: str, limit):
    database = bench.database(name)
    for count in sizes(bench):
        bench.script(database, bench.inputs.changelog(count))
    programs = {"strata": strata_run, "raw": client_run}
    if bench.reference:
        programs["reference"] = reference_run
    figures = {who: per_change_set(bench, database, program) for who, program in programs.items()}
    notes = [f"{who}: {counted:.2f} counted" +
             ("" if bench.quick else f", {timed:.2f} by {LATENCY * 1000:g} ms of latency")
             for who, (counted, timed, _) in figures.items()]
    strata, raw = figures["strata"][0], figures["raw"][0]
    yield Outcome(f"round trips a changeset, {product}", f"{strata:.2f}", f"{raw:.2f}", strata / raw, notes=notes,
                  checks=[Check("counted", strata, limit)] if limit else [],
                  samples={f"{who}, {what}": values for who, (_, _, samples) in figures.items()
                           for what, values in samples.items()})


@row
def round_trips_postgresql(bench):
    yield from round_trips(bench, "postgresql", "PostgreSQL", 2)


@row
def round_trips_mariadb(bench):
    yield from round_trips(bench, "mariadb", "MariaDB", None)
