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


class Postgresql(Database):
    name = "postgresql"

    def __init__(self, port: int, socket: str):
        self.port = port
        self.use_port(port)
        self._superuser = ["psql", "-X", "-q", "-h", socket, "-p", str(port), "-U", "postgres", "-d"]

    def use_port(self, port: int):
        self.url = f"postgresql://strata:pw@127.0.0.1:{port}/bench"
        self.client = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.url]

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
        subprocess.run([*self._superuser, "drop database if exists bench; create database bench"], check=True)

    def sql(self, launcher, text):
        return launcher.answer([*self.client, "-N", "-B", "-e", text])

    def script(self, launcher, path):
        return launcher.run(self.client, stdin=path)


class Servers:
    """Private servers, as the tests use them, as long as this process lives."""

    def __init__(self, control: pathlib.Path, owner: int, folder: pathlib.Path):
        self._control = control
        text = subprocess.run([control, "start", "--owner", str(owner), "--in", folder], check=True, text=True,
                              stdout=subprocess.PIPE).stdout
        self.variables = dict(re.findall(r"^export (\w+)=(.*)$", text, re.MULTILINE))

    def stop(self):
        subprocess.run([self._control, "stop", self.variables["STRATA_TEST_SERVERS"]], check=True)

    def postgresql(self) -> Postgresql:
        return Postgresql(int(self.variables["STRATA_TEST_POSTGRESQL_PORT"]),
                          self.variables["STRATA_TEST_POSTGRESQL_SOCKET"])

    def mariadb(self) -> Mariadb:
        return Mariadb(int(self.variables["STRATA_TEST_MARIADB_PORT"]), self.variables["STRATA_TEST_MARIADB_SOCKET"])
