"""How often a changeset waits for the network: with the latency of a distant server, and counted."""

import os
import queue
import socket
import threading
import time

from measure import interleave, wall
from outcome import Check, Outcome
from rows import check_applied, row

ONE_WAY = 0.0025  # seconds
LATENCY = 2 * ONE_WAY


class Proxy:
    """Lets through what goes to a port, each way `ONE_WAY` later, in order; counts round trips.

    A round trip is what the client waits for: bytes of its own after bytes of the server's reached it.
    What it sends while an answer is still under way belongs to the round trip before."""

    def __init__(self, port: int):
        self._server = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.round_trips = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            _Pair(self, client, socket.create_connection(self._server))

    def close(self):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


class _Pair:
    """A client's connection and the one to the server for it."""

    def __init__(self, proxy: Proxy, client: socket.socket, server: socket.socket):
        self._proxy = proxy
        self._answered = True  # the client has bytes of the server's that it has not reacted to
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._pass_on(client, server, received=self._asked)
        self._pass_on(server, client, sent=self._told)

    def _asked(self):
        if self._answered:
            self._answered = False
            self._proxy.round_trips += 1

    def _told(self):
        self._answered = True

    def _pass_on(self, source, target, received=None, sent=None):
        waiting = queue.SimpleQueue()

        def take():
            while data := _receive(source):
                if received:
                    received()
                waiting.put((time.monotonic() + ONE_WAY, data))
            waiting.put((time.monotonic() + ONE_WAY, b""))

        def give():
            while True:
                due, data = waiting.get()
                time.sleep(max(0.0, due - time.monotonic()))
                try:
                    if not data:
                        target.shutdown(socket.SHUT_WR)
                        return
                    if sent:
                        sent()
                    target.sendall(data)
                except OSError:
                    return

        for work in (take, give):
            threading.Thread(target=work, daemon=True).start()


def _receive(source) -> bytes:
    try:
        return source.recv(1 << 16)
    except OSError:
        return b""


# --- who is measured ----------------------------------------------------------------------------------

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


def per_change_set(bench, database, program) -> tuple:
    """Round trips that were counted, those that the latency tells of, and all samples."""
    proxy = Proxy(database.port)
    counted = {}

    def run(target, count):
        database.fresh()
        before = proxy.round_trips
        sample = program(bench, target, count)
        counted[target.url, count] = proxy.round_trips - before
        check_applied(bench, database, count)
        return sample

    distant = database.through(proxy.port)
    samples = interleave(bench.long_runs(), {
        f"{where} {count}": lambda target=target, count=count: run(target, count)
        for where, target in (("distant", distant), ("near", database)) for count in sizes(bench)})
    proxy.close()
    few, many = sizes(bench)
    slower = {count: wall(samples[f"distant {count}"]) - wall(samples[f"near {count}"]) for count in (few, many)}
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
