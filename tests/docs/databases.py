"""The servers that documents speak of: their host `db` is PostgreSQL and MariaDB of the tests.

Each document gets an empty database `shop` on both, and the users `shop` and `app` to whom nothing but their
name is needed (`~/.pgpass`, `~/.my.cnf`), and `ann` with the password `secret`. One document at a time has them.
"""
import fcntl
import os
import re
import subprocess

ADDRESS = re.compile(r"(postgresql|mariadb|mysql)://([\w:]+@)?db(:\d+)?(?=/)")
TLS = re.compile(r"ssl-?mode=|ssl=true", re.IGNORECASE)
NEEDED = ["STRATA_TEST_SERVERS", *(f"STRATA_TEST_{name}_{what}" for name in ("POSTGRESQL", "MARIADB")
                                    for what in ("PORT", "SOCKET"))]
USERS = {"shop": "", "app": "", "ann": "secret"}


class Databases:
    def __init__(self, environment, home):
        self.ports = {name: environment[f"STRATA_TEST_{name.upper()}_PORT"] for name in ("postgresql", "mariadb")}
        self.sockets = {name: environment[f"STRATA_TEST_{name.upper()}_SOCKET"] for name in self.ports}
        self.certificate = environment.get("STRATA_TEST_TLS_CA")
        self.lock = open(os.path.join(environment["STRATA_TEST_SERVERS"], "docs.lock"), "w", encoding="utf-8")
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        self._fill(home)

    def _postgresql(self, *statements, database="postgres"):
        commands = [word for statement in statements for word in ("-c", statement)]
        run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.sockets["postgresql"],
             "-p", self.ports["postgresql"], "-U", "postgres", "-d", database, *commands])

    def _mariadb(self, statements):
        run(["mariadb", "--no-defaults", f"--socket={self.sockets['mariadb']}", "-u", "root", "-e", statements])

    def _fill(self, home):
        self.drop()
        for user, password in USERS.items():
            secret = f"password '{password or 'pw'}'"
            self._postgresql(
                f"do $$ begin create role {user} login; exception when duplicate_object then null; end $$",
                f"alter role {user} {secret}")
            self._mariadb(f"create or replace user {user}@'%' identified by '{password}'")
        self._postgresql("create database shop owner shop")
        self._postgresql("grant all on schema public to public", database="shop")
        self._mariadb("create database shop")
        for user in USERS:
            self._mariadb(f"grant all on shop.* to {user}@'%'")
        write(home, ".pgpass", "".join(f"*:*:*:{user}:pw\n" for user, password in USERS.items() if not password))
        write(home, ".my.cnf", f"[client]\nhost=127.0.0.1\nport={self.ports['mariadb']}\nuser=app\n")

    def close(self):
        self.drop()
        self.lock.close()

    def drop(self):
        self._postgresql("drop database if exists shop with (force)")
        self._mariadb("drop database if exists shop")

    def real(self, text):
        """Puts the servers' addresses in place of `db`."""
        def address(matched):
            port = self.ports["postgresql" if matched[1] == "postgresql" else "mariadb"]
            return f"{matched[1]}://{matched[2] or ''}127.0.0.1:{port}"
        return ADDRESS.sub(address, text)

    def as_shown(self, text):
        for name, port in self.ports.items():
            usual = 5432 if name == "postgresql" else 3306
            text = text.replace(f" at 127.0.0.1:{port}", f" at db:{usual}").replace(f"127.0.0.1:{port}", "db")
            text = text.replace(f'"127.0.0.1", port {port}', f'"db", port {usual}')
        return text


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, 0o600)


def run(command):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")


def with_tls(source):
    """Starts servers of this process's own that speak TLS; returns their environment. They end with it."""
    script = os.path.join(source, "tests/support/servers")
    done = subprocess.run([script, "start", "--tls", "--owner", str(os.getpid())],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"the servers do not start: {done.stderr}")
    return dict(re.findall(r"^export (\w+)=(.*)$", done.stdout, re.MULTILINE))
