"""What users build against an installed tree: the samples of docs/samples, and how they behave.

usage: install_test.py BUILD (a folder that `cmake --install` takes), with STRATA_TEST_POSTGRESQL_URL
"""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SERVER_URL = os.environ["STRATA_TEST_POSTGRESQL_URL"]

CHANGELOG = """databaseChangeLog:
- changeSet: {id: 1, author: ann, changes: [{sql: create table t (a int)}], rollback: drop table t}
- changeSet: {id: 2, author: ann, changes: [{sql: create table u (a int)}]}
"""


def run(*words, status=0, **options):
    """Runs a program; returns what it wrote, both streams."""
    done = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=600, check=False, **options)
    if done.returncode != status:
        raise AssertionError(f"{words} ended with {done.returncode}, not {status}:\n{done.stdout}")
    return done.stdout


class Tree:
    """The installed tree, which is moved after installing: nothing in it may know where it was."""

    def __init__(self, build):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="strata-install-"))
        run("cmake", "--install", build, "--prefix", self.folder / "first")
        (self.folder / "first").rename(self.folder / "tree")
        self.prefix = self.folder / "tree"
        found = list(self.prefix.rglob("libstrata.so.1"))
        assert len(found) == 1, found
        self.libraries = found[0].parent
        # No program finds the build's.
        self.environment = {"PATH": f"{self.prefix}/bin:{os.environ['PATH']}", "HOME": str(self.folder),
                            "LD_LIBRARY_PATH": str(self.libraries),
                            "PKG_CONFIG_PATH": str(self.libraries / "pkgconfig"), "LANG": "C.UTF-8"}

    def run(self, *words, status=0, **options):
        options.setdefault("env", self.environment)
        options.setdefault("cwd", self.folder)
        return run(*words, status=status, **options)

    def build(self, sample):
        folder = self.folder / "build" / sample
        self.run("cmake", "-S", SOURCE / sample, "-B", folder, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={self.prefix}",
                 "-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Werror")
        self.run("cmake", "--build", folder)
        return folder


TREE = None


def setUpModule():
    global TREE
    TREE = Tree(BUILD)
    (TREE.folder / "changelog.yaml").write_text(CHANGELOG)


def tearDownModule():
    shutil.rmtree(TREE.folder)


class ProgramsTest(unittest.TestCase):
    def expect_migrated(self, file, *words):
        url = f"sqlite:{TREE.folder / file}"
        self.assertEqual(TREE.run(*words, url, "changelog.yaml"), "1 of 2: 1 by ann\n2 of 2: 2 by ann\n2 applied, 0 skipped\n")
        self.assertIn("0 applied", TREE.run(*words, url, "changelog.yaml"))
        (TREE.folder / "broken.yaml").write_text("databaseChangeLog:\n- changeSt: {id: 1}\n")
        output = TREE.run(*words, url, "broken.yaml", status=3)
        self.assertIn("broken.yaml:2:3: error:", output)
        self.assertIn("did you mean 'changeSet'?", output)

    def test_c_program_by_pkg_config(self):
        flags = TREE.run("pkg-config", "--cflags", "--libs", "strata").split()
        program = TREE.folder / "c-migrate"
        TREE.run("cc", "-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", SOURCE / "docs/samples/c/migrate.c", *flags, "-o", program)
        self.expect_migrated("c.db", program)

    def test_python_program(self):
        module = next(TREE.prefix.rglob("strata.py"))
        words = ["env", f"PYTHONPATH={module.parent}", "PYTHONDONTWRITEBYTECODE=1", sys.executable, SOURCE / "docs/samples/python/migrate.py"]
        self.expect_migrated("python.db", *words)

    def test_python_module_finds_its_library(self):
        module = next(TREE.prefix.rglob("strata.py"))
        environment = {name: value for name, value in TREE.environment.items() if name != "LD_LIBRARY_PATH"}
        environment.update(PYTHONPATH=str(module.parent), PYTHONDONTWRITEBYTECODE="1")
        self.assertRegex(TREE.run(sys.executable, "-c", "import strata; print(strata.version())", env=environment), r"\d")

    def test_program_itself(self):
        words = ["strata", "update", "--changelog-file=changelog.yaml", f"--url=sqlite:{TREE.folder}/cmd.db"]
        self.assertIn("2 changesets applied", TREE.run(*words))
        status = TREE.run("strata", "status", "--changelog-file=changelog.yaml", f"--url={SERVER_URL}")
        self.assertIn("2 changesets have not been applied", status)


class DriverTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.module = TREE.build("docs/samples/driver") / "audited.so"

    def setUp(self):
        for file in TREE.folder.glob("audited.*"):
            file.unlink()
        self.url = f"audited:{TREE.folder}/audited.db?log={TREE.folder}/audited.log"

    def words(self, *command, path=None):
        return ["strata", *command, "--changelog-file=changelog.yaml", f"--url={self.url}",
                f"--driver-path={path or self.module}"]

    def test_it_is_loaded_and_used(self):
        self.assertIn("2 changesets applied", TREE.run(*self.words("update")))
        log = (TREE.folder / "audited.log").read_text()
        self.assertRegex(log, r"(?m)^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \d+ create table t \(a int\)$")
        self.assertIn("INSERT INTO DATABASECHANGELOG", log)

    def test_a_folder_of_drivers(self):
        self.assertIn("2 changesets applied", TREE.run(*self.words("update", path=self.module.parent)))

    def test_only_from_where_the_user_says(self):
        words = [word for word in self.words("update") if not word.startswith("--driver-path")]
        self.assertIn("audited", TREE.run(*words, status=2, cwd=self.module.parent))

    def test_another_version_is_refused(self):
        other = TREE.folder / "other.so"
        TREE.run("c++", "-std=c++20", "-shared", "-fPIC", '-DSTRATA_MODULE_VERSION="0.0.9"', "-x", "c++", "-", "-o", other,
                 f"-I{TREE.prefix}/include/strata",
                 input='#include "engine/driver/module.h"\nSTRATA_DRIVER_MODULE(strata::driver::Driver())\n')
        output = TREE.run(*self.words("update", path=other), status=2)
        self.assertIn("it was built for Strata 0.0.9", output)

    def test_through_the_library(self):
        module = next(TREE.prefix.rglob("strata.py"))
        environment = dict(TREE.environment, PYTHONPATH=str(module.parent), PYTHONDONTWRITEBYTECODE="1")
        program = ("import strata, sys\n"
                   "migration = strata.Migration(changelog_file='changelog.yaml')\n"
                   "migration.driver(sys.argv[1])\n"
                   "migration.set('url', sys.argv[2])\n"
                   "print(len(migration.update().applied))\n"
                   "try: migration.driver(sys.argv[1])\n"
                   "except strata.Failure as failure: print(failure.message)\n")
        output = TREE.run(sys.executable, "-c", program, self.module, self.url, env=environment)
        self.assertEqual(output, "2\nthe drivers audited and audited both take audited: addresses\n")


def ask(port, path):
    """Status and body; 0 where nobody listens."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


class Replica:
    def __init__(self, program, url, **environment):
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen([program], stderr=self.log, cwd=TREE.folder,
                                        env={**TREE.environment, "DATABASE_URL": url, "PORT": "0", **environment})

    def text(self):
        self.log.seek(0)
        return self.log.read()

    def port(self):
        found = re.search(r"listening on port (\d+)", self.text())
        return int(found.group(1)) if found else 0

    def is_ready(self):
        return ask(self.port(), "/readyz")[0] == 200

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


def wait_until(what, condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError(f"not seen in {seconds} s: {what}")


class ServerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.program = TREE.build("docs/samples/server") / "shop-server"

    def setUp(self):
        self.name = f"shop_{os.getpid()}_{time.monotonic_ns()}"
        self.sql(f"CREATE DATABASE {self.name}", SERVER_URL)
        self.url = re.sub(r"/[^/?]*(\?|$)", rf"/{self.name}\1", SERVER_URL)
        self.replicas = []
        self.addCleanup(self.clean_up)

    def clean_up(self):
        for replica in self.replicas:
            replica.process.kill()
            replica.process.wait()
            replica.log.close()
        self.sql(f"DROP DATABASE {self.name} WITH (FORCE)", SERVER_URL)

    def sql(self, statement, url=None):
        return run("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", statement, url or self.url).strip()

    def start(self, count=1, url=None, **environment):
        started = [Replica(self.program, url or self.url, **environment) for _ in range(count)]
        self.replicas += started
        return started

    def hold(self, table):
        """Whoever creates that table waits, until what this returns is called."""
        holder = subprocess.Popen(["psql", "-X", "-q", "-A", "-t", self.url], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, text=True)
        holder.stdin.write(f"BEGIN; CREATE TABLE {table} (); SELECT 'held';\n")
        holder.stdin.flush()
        self.assertEqual(holder.stdout.readline(), "held\n")

        def let_go():
            if holder.poll() is None:
                holder.communicate("ROLLBACK;\n", timeout=30)  # closes the pipes, too

        self.addCleanup(let_go)
        return let_go

    def migrating(self, replicas):
        return [replica for replica in replicas if "migrating" in replica.text()]

    def test_eight_replicas_at_once(self):
        let_go = self.hold("customer")
        replicas = self.start(8)
        wait_until("all alive", lambda: all(ask(one.port(), "/healthz") == (200, "alive\n") for one in replicas))
        wait_until("one migrates", lambda: self.migrating(replicas))
        wait_until("one waits", lambda: any("waiting for" in one.text() for one in replicas))
        status, body = ask(replicas[0].port(), "/readyz")
        self.assertEqual((status, json.loads(body)["ready"]), (503, False))
        let_go()
        wait_until("all ready", lambda: all(one.is_ready() for one in replicas))
        self.assertEqual(len(self.migrating(replicas)), 1)
        self.assertEqual(json.loads(ask(replicas[0].port(), "/readyz")[1]),
                         {"ready": True, "applied": 4, "pending": 0, "unexpected": 0})
        self.assertEqual(self.sql("SELECT count(*), count(DISTINCT id) FROM databasechangelog"), "4|4")
        self.assertEqual([one.stop() for one in replicas], [0] * 8)

    def test_one_is_killed_in_the_middle(self):
        let_go = self.hold("orders")
        replicas = self.start(8)
        wait_until("one is in its third changeset",
                   lambda: any("migrating 3/4" in one.text() for one in replicas))
        victim = self.migrating(replicas)[0]
        victim.process.kill()
        victim.process.wait()
        let_go()
        others = [one for one in replicas if one is not victim]
        wait_until("the others ready", lambda: all(one.is_ready() for one in others))
        self.assertEqual(len(self.migrating(others)), 1)
        self.assertEqual(self.sql("SELECT count(*), count(DISTINCT id) FROM databasechangelog"), "4|4")

    def test_a_newer_database(self):
        [first] = self.start()
        wait_until("ready", first.is_ready)
        self.sql("INSERT INTO databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype) "
                 "VALUES ('later', 'shop', 'later.yaml', now(), 99, 'EXECUTED')")
        [refused] = self.start()
        self.assertEqual(refused.process.wait(30), 1)
        self.assertIn("unknown changeset in the database: later.yaml::later::shop", refused.text())
        [allowed] = self.start(ALLOW_NEWER_DATABASE="1")
        wait_until("ready", allowed.is_ready)
        self.assertEqual(json.loads(ask(allowed.port(), "/readyz")[1])["unexpected"], 1)

    def test_no_database(self):
        [lonely] = self.start(url="postgresql://shop:s3cret@127.0.0.1:1/shop")
        self.assertEqual(lonely.process.wait(30), 6)
        self.assertIn("cannot connect", lonely.text())
        self.assertNotIn("s3cret", lonely.text())

    def test_stopped_while_it_migrates(self):
        let_go = self.hold("orders")
        [replica] = self.start()
        wait_until("it migrates", lambda: "migrating 3/4" in replica.text())
        self.assertEqual(replica.stop(), 130)
        let_go()
        self.assertEqual(self.sql("SELECT locked FROM databasechangeloglock"), "f")
        [next_one] = self.start()
        wait_until("ready", next_one.is_ready)


if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main(verbosity=2)
