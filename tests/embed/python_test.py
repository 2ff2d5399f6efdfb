"""The Python module, on SQLite and on a PostgreSQL server (STRATA_TEST_POSTGRESQL_URL)."""

import os
import re
import sqlite3
import subprocess
import tempfile
import threading
import unittest

import strata

CHANGELOG = """databaseChangeLog:
- changeSet: {id: 1, author: ann, changes: [{sql: create table t (a int)}], rollback: drop table t}
- changeSet: {id: 2, author: ann, changes: [{tagDatabase: {tag: v1}}]}
- changeSet: {id: 3, author: ann, changes: [{customChange: {class: com.acme.Fill, value: 7}}]}
"""


def ids(items):
    return [(item.change_set.id, item.text) for item in items]


class Recorder(strata.Observer):
    def __init__(self):
        self.heard = []

    def change_set_starts(self, change_set, index, total):
        self.heard.append((str(change_set), index, total))

    def rollback_starts(self, change_set, index, total):
        self.heard.append(("back", change_set.id, index, total))

    def statement_ended(self, sql, rows, milliseconds):
        self.heard.append((sql, rows))


class MigrationTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = os.path.join(folder.name, "test.db")

    def migration(self, changelog=CHANGELOG):
        migration = strata.Migration(f"sqlite:{self.file}", changelog_file="changelog.yaml", lock_wait=5)
        self.addCleanup(migration.close)
        migration.files({"changelog.yaml": changelog})
        migration.custom_change("com.acme.Fill",
                                lambda change: change.execute(f"insert into t values ({change.parameter('value')})"),
                                lambda change: change.execute("delete from t"))
        return migration

    def value(self, query):
        session = sqlite3.connect(self.file)
        try:
            return session.execute(query).fetchone()[0]
        finally:
            session.close()

    def test_forth_and_back(self):
        migration = self.migration()
        recorder = Recorder()
        migration.observe(recorder)
        self.assertEqual(ids(migration.plan().pending), [("1", "new"), ("2", "new"), ("3", "new")])
        self.assertEqual(ids(migration.update(count=1).applied), [("1", "EXECUTED")])
        self.assertEqual(ids(migration.update(to_tag="v1").applied), [("2", "EXECUTED")])
        self.assertEqual(ids(migration.update().applied), [("3", "EXECUTED")])
        self.assertEqual(self.value("select a from t"), 7)
        status = migration.status()
        self.assertEqual([item.change_set.id for item in status.applied], ["1", "2", "3"])
        self.assertEqual(status.pending + status.unexpected, [])
        self.assertEqual(ids(migration.rollback(to_tag="v1").applied), [("3", ""), ("2", "")])
        self.assertEqual(self.value("select count(*) from t"), 0)
        self.assertEqual(len(migration.rollback(count=1).applied), 1)
        self.assertIn(("changelog.yaml::1::ann", 1, 1), recorder.heard)
        self.assertIn(("create table t (a int)", 0), recorder.heard)
        self.assertIn(("back", "3", 1, 2), recorder.heard)

    def test_mistakes_have_places(self):
        migration = self.migration("databaseChangeLog:\n- changeSet: {id: 1, author: a, changes: [{creatTable: {}}]}\n")
        with self.assertRaises(strata.Failure) as caught:
            migration.validate()
        failure = caught.exception
        self.assertEqual(failure.kind, strata.Kind.CHANGELOG)
        self.assertEqual((failure.mistakes[0].path, failure.mistakes[0].line), ("changelog.yaml", 2))
        self.assertIn("did you mean 'createTable'?", str(failure))

    def test_a_refused_statement(self):
        migration = self.migration(CHANGELOG.replace("{tagDatabase: {tag: v1}}", "{sql: drop table u}"))
        with self.assertRaises(strata.Failure) as caught:
            migration.update()
        self.assertEqual(caught.exception.kind, strata.Kind.SQL)
        self.assertEqual(caught.exception.statement, "drop table u")
        self.assertEqual(ids(caught.exception.report.applied), [("1", "EXECUTED")])

    def test_what_a_callback_raises_comes_out(self):
        migration = self.migration()

        class Stops(strata.Observer):
            def change_set_starts(self, change_set, index, total):
                raise KeyError("enough")

        migration.observe(Stops())
        with self.assertRaises(KeyError):
            migration.update()
        self.assertEqual(self.value("select locked from databasechangeloglock"), 0)

    def test_what_a_custom_change_raises_is_the_error(self):
        migration = self.migration()

        def fails(change):
            raise ValueError("no such customer")

        migration.custom_change("com.acme.Fill", fails)
        with self.assertRaises(strata.Failure) as caught:
            migration.update()
        self.assertIn("no such customer", str(caught.exception))
        self.assertEqual(self.value("select count(*) from databasechangelog"), 2)

    def test_settings_are_checked(self):
        with self.assertRaises(strata.Failure) as caught:
            strata.Migration("sqlite::memory:", changelog_fiel="x")
        self.assertEqual(caught.exception.hint, "did you mean 'changelog-file'?")
        with self.assertRaises(TypeError):
            self.migration().rollback()
        with self.assertRaises(TypeError):
            self.migration().update(count=1, to_tag="v1")

    def test_cancelled(self):
        migration = self.migration()
        migration.cancel()
        with self.assertRaises(strata.Failure) as caught:
            migration.update()
        self.assertEqual(caught.exception.kind, strata.Kind.INTERRUPTED)

    def test_closed(self):
        migration = self.migration()
        migration.close()
        with self.assertRaises(ValueError):
            migration.update()

    def test_script(self):
        self.assertIn("create table t (a int);", self.migration().update_sql())

    def test_version(self):
        self.assertRegex(strata.version(), r"^\d+\.\d+\.\d+$")


class ServerTest(unittest.TestCase):
    @staticmethod
    def administer(server, statement):
        subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", statement, server], check=True)

    def test_threads_at_once(self):
        """Calls let other threads run: all wait for one lock."""
        server = os.environ["STRATA_TEST_POSTGRESQL_URL"]
        name = f"python_{os.getpid()}"
        url = re.sub(r"/[^/?]*(\?|$)", rf"/{name}\1", server)
        self.administer(server, f"CREATE DATABASE {name}")
        self.addCleanup(self.administer, server, f"DROP DATABASE {name} WITH (FORCE)")
        applied, failures = [], []

        def run():
            try:
                with strata.Migration(url, changelog_file="c.yaml") as migration:
                    migration.files({"c.yaml": "databaseChangeLog:\n- changeSet: {id: 1, author: a, changes: "
                                               "[{sql: create table t (a int)}, {sql: select pg_sleep(0.5)}]}\n"})
                    applied.extend(migration.update().applied)
            except strata.Failure as failure:
                failures.append(failure)

        threads = [threading.Thread(target=run) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])
        self.assertEqual(len(applied), 1)


if __name__ == "__main__":
    unittest.main()
