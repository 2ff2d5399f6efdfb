"""The packages in clean Debian roots, as a user who is not root: installed, run against all databases, removed.

usage: package_test.py [unittest's options]; the environment names the folder of the packages and of the archive of the root
(STRATA_PACKAGES) and the servers (STRATA_TEST_..._URL). Needs root.
"""

import gzip
import os
import pathlib
import shutil
import subprocess
import tarfile
import unittest

from clean_root import USER, Root, make_base
from databases import Database

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PACKAGES = pathlib.Path(os.environ["STRATA_PACKAGES"]).resolve()
BASE = PACKAGES.parent / "clean-root.tar"
HOME = "/srv/deploy user"


def setUpModule():
    make_base(BASE)


def one(pattern):
    found = list(PACKAGES.glob(pattern))
    if len(found) != 1:
        raise AssertionError(f"{len(found)} files {PACKAGES}/{pattern}")
    return found[0]


def with_shop(root):
    """A folder of the user's, with the sample changelog in it."""
    shutil.copytree(SOURCE / "changelogs/shop", root.folder(HOME) / "shop")


def migrate(root, program, url, env=None):
    """Forth, forth again with nothing to do, back to the tag, and forth."""
    def strata(*arguments):
        return root.run(program, "--search-path=shop", "--changelog-file=db.changelog.yaml", f"--url={url}", "--contexts=dev",
                        *arguments, cwd=HOME, env=env)
    steps = [strata("update"), strata("update"), strata("rollback", "--tag=v1.0"), strata("status"), strata("update")]
    for text, expected in zip(steps, ["changesets applied", "nothing to do", "rolled back", "have not been applied", "applied"]):
        if expected not in text:
            raise AssertionError(f"no '{expected}' in: {text}")


def migrate_server(root, program, kind):
    database = Database(kind)
    try:
        migrate(root, program, database.url, {"STRATA_USERNAME": database.user, "STRATA_PASSWORD": database.password})
    finally:
        database.drop()


def migrate_sqlite(root, program):
    migrate(root, program, "jdbc:sqlite:shop.db")
    (root.folder(HOME) / "shop.db").unlink()


class DebianPackage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = Root(BASE)
        cls.addClassCleanup(cls.root.remove)
        cls.root.install(one("strata_*.deb"))
        with_shop(cls.root)

    def test_tells_its_version_and_that_of_each_client_library(self):
        version = one("strata_*.deb").name.split("_")[1].split("-")[0]
        lines = self.root.run("strata", "--version").splitlines()
        self.assertEqual(f"strata {version}", lines[0])
        self.assertEqual([], [line for line in lines if "cannot" in line])
        self.assertEqual(["sqlite", "postgresql", "mysql"], [line.split(":")[0].strip() for line in lines[1:4]])

    def test_has_a_manual_page(self):
        page = gzip.decompress((self.root.path / "usr/share/man/man1/strata.1.gz").read_bytes()).decode()
        self.assertRegex(page, r"(?m)^\.TH ")

    def test_completes_in_bash(self):
        text = self.root.run("bash", "-c", "source /usr/share/bash-completion/completions/strata && complete -p strata")
        self.assertIn("strata", text)

    def test_has_completions_for_the_other_shells(self):
        for file in ["zsh/site-functions/_strata", "fish/vendor_completions.d/strata.fish"]:
            self.assertIn("rollback", (self.root.path / "usr/share" / file).read_text())

    def test_has_licence_and_changes(self):
        doc = self.root.path / "usr/share/doc/strata"
        self.assertIn("Apache-2.0", (doc / "copyright").read_text())
        self.assertIn(b"# Changes", gzip.decompress((doc / "changelog.gz").read_bytes()))
        self.assertTrue((self.root.path / "usr/share/common-licenses/Apache-2.0").exists())

    def test_migrates_sqlite(self):
        migrate_sqlite(self.root, "strata")

    def test_migrates_postgresql(self):
        migrate_server(self.root, "strata", "postgresql")

    def test_migrates_mariadb(self):
        migrate_server(self.root, "strata", "mariadb")

    def test_brings_what_mysql_8_wants_for_logging_in(self):
        plugins = self.root.path.glob("usr/lib/*/libmariadb3/plugin/caching_sha2_password.so")
        self.assertEqual(1, len(list(plugins)))


class DebianPackageRemoved(unittest.TestCase):
    def test_leaves_nothing(self):
        with Root(BASE) as root:
            before = self.files(root)
            shutil.copy(one("strata_*.deb"), root.path / "tmp/strata.deb")
            root.run("dpkg", "--install", "--force-depends", "/tmp/strata.deb", user=0)
            self.assertIn("usr/lib/strata/mysql.so", self.files(root) - before)
            root.run("dpkg", "--purge", "strata", user=0)
            self.assertEqual({"tmp/strata.deb"}, self.files(root) - before)

    @staticmethod
    def files(root):
        """What there is but for dpkg's own records."""
        paths = (path.relative_to(root.path) for path in root.path.rglob("*"))
        return {str(path) for path in paths if not str(path).startswith(("var/", "proc/"))}


class DevelopmentPackage(unittest.TestCase):
    def test_can_be_installed_with_what_it_depends_on(self):
        with Root(BASE) as root:
            shutil.copy(one("libstrata-dev_*.deb"), root.path / "tmp/strata.deb")
            text = root.run("apt-get", "install", "--simulate", "--no-install-recommends", "/tmp/strata.deb", user=0)
        self.assertRegex(text, r"(?m)^Inst libstrata-dev ")

    def test_has_headers_archives_and_what_cmake_reads(self):
        listing = subprocess.run(["dpkg-deb", "-c", one("libstrata-dev_*.deb")], check=True, capture_output=True, text=True).stdout
        for file in ["usr/include/strata/engine/driver/driver.h", "usr/lib/libstrata_engine.a", "usr/lib/cmake/strata/strata-config.cmake"]:
            self.assertIn(f"./{file}\n", listing)


class Archive(unittest.TestCase):
    """The .tar.gz runs from wherever it is unpacked."""

    @classmethod
    def setUpClass(cls):
        cls.root = Root(BASE)
        cls.addClassCleanup(cls.root.remove)
        with_shop(cls.root)
        place = cls.root.folder("/opt/ünd so/was's this")
        with tarfile.open(one("strata-[0-9]*.tar.gz")) as archive:
            archive.extractall(place)
            cls.top = {name.split("/")[0] for name in archive.getnames()}
        cls.program = f"/opt/ünd so/was's this/{min(cls.top)}/bin/strata"
        (cls.root.path / "usr/local/bin/strata").symlink_to(cls.program)

    def test_is_one_folder(self):
        self.assertEqual(1, len(self.top))

    def test_needs_nothing_for_sqlite(self):
        migrate_sqlite(self.root, self.program)

    def test_says_which_library_a_database_needs(self):
        text = self.root.run(self.program, "connect", "--url=jdbc:postgresql://127.0.0.1/x", status=2)
        self.assertIn("libpqxx-6.4.so", text)

    def test_migrates_servers_with_debians_libraries_also_through_a_link(self):
        self.root.install("libpqxx-6.4", "libmysqlcppconn7v5")
        for kind in ["postgresql", "mariadb"]:
            migrate_server(self.root, "strata", kind)
            migrate_server(self.root, self.program, kind)


if __name__ == "__main__":
    unittest.main(verbosity=2)
