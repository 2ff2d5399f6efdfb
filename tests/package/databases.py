"""Empty databases on the private servers, whose addresses the environment has. A missing server is a failure."""

import itertools
import os
import subprocess
import urllib.parse

_numbers = itertools.count(os.getpid() * 100)


def _address(name):
    return urllib.parse.urlsplit(os.environ[f"STRATA_TEST_{name}_URL"])


def _asked(command, sql, **environment):
    subprocess.run([*command, sql], check=True, capture_output=True, timeout=60, env={**os.environ, **environment})


class Database:
    """A database of its own, dropped in the end. `url` has no secret in it; `user` and `password` are separate."""

    def __init__(self, kind: str):
        self.kind = kind
        address = _address({"postgresql": "POSTGRESQL", "mariadb": "MARIADB"}[kind])
        self.host, self.port = address.hostname, address.port
        self.user, self.password = address.username, address.password
        self.name = f"package_{next(_numbers)}"
        self.url = f"jdbc:{kind}://{self.host}:{self.port}/{self.name}"
        self.sql(f"create database {self.name}", address.path.lstrip("/"))

    def sql(self, text, name=None):
        if self.kind == "postgresql":
            _asked(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.host, "-p", str(self.port), "-U", self.user,
                    "-d", name or self.name, "-c"], text, PGPASSWORD=self.password)
        else:
            _asked(["mariadb", "--no-defaults", "--protocol=tcp", "-h", self.host, "-P", str(self.port), "-u", self.user,
                    "-D", name or self.name, "-e"], text, MYSQL_PWD=self.password)

    def environment(self):
        """What tells Strata who logs in."""
        return {"STRATA_USERNAME": self.user, "STRATA_PASSWORD": self.password}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        force = " with (force)" if self.kind == "postgresql" else ""
        self.sql(f"drop database {self.name}{force}", _address(self.kind.upper()).path.lstrip("/"))
