"""The databases of the measurements: a fresh one for each run, and how Strata and its own client reach it."""

import copy
import pathlib
import re
import subprocess


class Database:
    """One database. `url` is for Strata, `client` the command line of the database's own client."""
    name = ""
    url = ""
    client: list = []

    def through(self, port: int):
        """The same database by way of another port."""
        other = copy.copy(self)
        other.use_port(port)
        return other

    def fresh(self):
        """Empty again, and ready to be connected to."""
        raise NotImplementedError

    def sql(self, launcher, text: str) -> str:
        """What the client answers to a statement."""
        raise NotImplementedError

    def script(self, launcher, path):
        """The client's run of a file with SQL."""
        raise NotImplementedError


class Sqlite(Database):
    name = "sqlite"

    def __init__(self, file: pathlib.Path):
        self.file = file
        self.url = f"sqlite:{self.file}"
        self.client = ["sqlite3", "-bail", self.file]

    def fresh(self):
        for file in self.file.parent.glob(self.file.name + "*"):
            file.unlink()

    def sql(self, launcher, text):
        return launcher.answer([*self.client, text])

    def script(self, launcher, path):
        return launcher.run(self.client, stdin=path)


def psql() -> str:
    """The program itself: Debian's /usr/bin/psql is a Perl script that looks for it, and takes longer than it."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/psql"))
    return str(found[-1]) if found else "psql"


class Postgresql(Database):
    name = "postgresql"

    def __init__(self, port: int, socket: str):
        self.port = port
        self.use_port(port)
        self._superuser = [psql(), "-X", "-q", "-h", socket, "-p", str(port), "-U", "postgres", "-d"]

    def use_port(self, port: int):
        self.url = f"postgresql://strata:pw@127.0.0.1:{port}/bench"
        self._words = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.url]
        self.client = [psql(), *self._words]
        self.installed_client = ["psql", *self._words]

    def fresh(self):
        self.administer("postgres", "drop database if exists bench", "create database bench owner strata")
        self.administer("bench", "select 1")  # the first session of a database writes its caches

    def administer(self, database, *statements):
        subprocess.run([*self._superuser, database, *(word for text in statements for word in ("-c", text))],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def sql(self, launcher, text):
        return launcher.answer([*self.client, "-A", "-t", "-c", text])

    def script(self, launcher, path):
        return launcher.run([*self.client, "-f", path])


class Mariadb(Database):
    name = "mariadb"

    def __init__(self, port: int, socket: str):
        self.port = port
        self.use_port(port)
        self._superuser = ["mariadb", "--no-defaults", f"--socket={socket}", "-u", "root", "-e"]

    def use_port(self, port: int):
        self.url = f"mariadb://strata:pw@127.0.0.1:{port}/bench"
        self.client = ["mariadb", "--no-defaults", "-h", "127.0.0.1", f"-P{port}", "-ustrata", "-ppw",
                       "--local-infile=1", "bench"]

    def fresh(self):
        self.administer("drop database if exists bench; create database bench")

    def administer(self, text: str, *options) -> str:
        return subprocess.run([*self._superuser, text, *options], check=True, text=True, stdout=subprocess.PIPE).stdout

    def statements_of(self, work) -> str:
        """A script of all statements that sessions of the user `strata` send while `work` is done."""
        self.administer("truncate mysql.general_log; set global log_output = 'TABLE', general_log = 1")
        try:
            work()
        finally:
            self.administer("set global general_log = 0")
        return self.administer("select concat(argument, ';') from mysql.general_log where user_host like 'strata%' and "
                               "command_type in ('Query', 'Execute') order by event_time, thread_id", "-N", "-B", "-r")

    def sql(self, launcher, text):
        return launcher.answer([*self.client, "-N", "-B", "-e", text])

    def script(self, launcher, path):
        return launcher.run(self.client, stdin=path)


class Servers:
    """Private servers, as long as this process lives; durable ones write as safely as those of users."""

    def __init__(self, control: pathlib.Path, owner: int, folder: pathlib.Path, durable: bool):
        self._control = control
        words = [control, "start", "--owner", str(owner), "--in", folder, *(["--durable"] if durable else [])]
        text = subprocess.run(words, check=True, text=True, stdout=subprocess.PIPE).stdout
        self.variables = dict(re.findall(r"^export (\w+)=(.*)$", text, re.MULTILINE))

    def stop(self):
        subprocess.run([self._control, "stop", self.variables["STRATA_TEST_SERVERS"]], check=True)

    def postgresql(self) -> Postgresql:
        return Postgresql(int(self.variables["STRATA_TEST_POSTGRESQL_PORT"]),
                          self.variables["STRATA_TEST_POSTGRESQL_SOCKET"])

    def mariadb(self) -> Mariadb:
        return Mariadb(int(self.variables["STRATA_TEST_MARIADB_PORT"]), self.variables["STRATA_TEST_MARIADB_SOCKET"])
