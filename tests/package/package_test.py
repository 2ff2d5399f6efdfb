"""The packages in clean Debian roots, as a user who is not root: installed, run against all databases, removed."""

import gzip
import shutil
import subprocess
import tarfile
import unittest

from clean_root import Root
from databases import Database
from packages import BASE, HOME, migrate_server, migrate_sqlite, one, program, with_shop

PYTHON = """
import strata
with strata.Migration("{url}", username="{user}", password="{password}", changelog_file="db.changelog.yaml",
                      search_path="shop") as migration:
    print(len(migration.update().applied) > 0, len(migration.update().applied) == 0)
"""


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
            files = [one(f"{name}_*.deb") for name in ["strata", "libstrata1", "libstrata-dev"]]
            for file in files:
                shutil.copy(file, root.path / "tmp")
            text = root.run("apt-get", "install", "--simulate", *(f"/tmp/{file.name}" for file in files), user=0)
        for name in ["libstrata-dev", "libpqxx-dev", "libyaml-cpp-dev"]:
            self.assertIn(f"Inst {name} ", text)

    def test_has_headers_archives_and_what_cmake_reads(self):
        listing = subprocess.run(["dpkg-deb", "-c", one("libstrata-dev_*.deb")], check=True, capture_output=True, text=True).stdout
        for file in ["usr/include/strata/strata.h", "usr/include/strata/engine/driver/driver.h", "usr/lib/libstrata_engine.a",
                     "usr/lib/cmake/strata/strata-config.cmake", "usr/lib/pkgconfig/strata.pc"]:
            self.assertIn(f"./{file}\n", listing)


class Archive(unittest.TestCase):
    """The .tar.gz runs from wherever it is unpacked."""

    @classmethod
    def setUpClass(cls):
        cls.root = Root(BASE)
        cls.addClassCleanup(cls.root.remove)
        with_shop(cls.root)
        place = cls.root.folder("/opt/ünd so/was's this")
        with tarfile.open(one("strata-*.tar.gz")) as archive:
            archive.extractall(place)
            cls.top = {name.split("/")[0] for name in archive.getnames()}
        cls.program = f"/opt/ünd so/was's this/{min(cls.top)}/bin/strata"
        (cls.root.path / "usr/local/bin/strata").symlink_to(cls.program)
        cls.root.install("libfmt9", "libsqlite3-0")

    def test_is_one_folder(self):
        self.assertEqual(1, len(self.top))

    def test_needs_two_libraries_for_sqlite(self):
        migrate_sqlite(self.root, self.program)

    def test_servers_need_their_client_libraries_and_a_link_is_as_good(self):
        text = self.root.run(self.program, "connect", "--url=jdbc:postgresql://127.0.0.1/x", status=2)
        self.assertIn("libpqxx-6.4.so", text)
        self.root.install("libpqxx-6.4", "libmysqlcppconn7v5")
        for kind in ["postgresql", "mariadb"]:
            migrate_server(self.root, "/usr/local/bin/strata", kind)
            migrate_server(self.root, self.program, kind)


class PythonPackage(unittest.TestCase):
    def test_migrates_by_the_library_and_its_drivers(self):
        with Root(BASE) as root, Database("postgresql") as database:
            root.install(*(one(f"{name}_*.deb") for name in ["strata", "libstrata1", "python3-strata"]))
            with_shop(root)
            script = root.folder(HOME) / "migrate.py"
            script.write_text(PYTHON.format(url=database.url, user=database.user, password=database.password))
            text = root.run("python3", script.name, cwd=HOME)
        self.assertEqual("True True\n", text)


class OneFile(unittest.TestCase):
    """The static program, alone in a root that has nothing else."""

    @classmethod
    def setUpClass(cls):
        cls.root = Root()
        cls.addClassCleanup(cls.root.remove)
        shutil.copy(program(), cls.root.path / "strata")
        with_shop(cls.root)

    def test_needs_no_library(self):
        done = subprocess.run(["ldd", program()], capture_output=True, text=True)
        self.assertIn("statically linked", done.stdout + done.stderr)

    def test_is_alone(self):
        files = [path.name for path in self.root.path.iterdir()]
        self.assertEqual(["proc", "srv", "strata"], sorted(files))

    def test_tells_the_versions_of_all_client_libraries(self):
        lines = self.root.run("/strata", "--version").splitlines()
        self.assertEqual(["sqlite", "postgresql", "mysql"], [line.split(":")[0].strip() for line in lines[1:4]])
        self.assertNotIn("cannot", "".join(lines))

    def test_migrates_sqlite(self):
        migrate_sqlite(self.root, "/strata")

    def test_migrates_postgresql(self):
        migrate_server(self.root, "/strata", "postgresql")

    def test_migrates_mariadb(self):
        migrate_server(self.root, "/strata", "mariadb")

    def test_finds_hosts_by_their_names(self):
        (self.root.path / "etc").mkdir(exist_ok=True)
        (self.root.path / "etc/hosts").write_text("127.0.0.1 database.shop\n")
        self.addCleanup(shutil.rmtree, self.root.path / "etc")
        for kind in ["postgresql", "mariadb"]:
            with Database(kind) as database:
                self.root.run("/strata", "connect", f"--url={database.url.replace(database.host, 'database.shop')}",
                              env=database.environment())

    def test_says_that_it_has_no_kerberos(self):
        with Database("postgresql") as database:
            text = self.root.run("/strata", "connect", f"--url={database.url}?gssencmode=require", env=database.environment(), status=6)
        self.assertIn("GSSAPI", text)

    def test_says_that_it_does_not_know_a_character_set(self):
        folder = self.root.folder("/srv/latin1")
        (folder / "a.sql").write_bytes("insert into t values ('ü');\n".encode("latin-1"))
        (folder / "root.yaml").write_text("databaseChangeLog:\n  - changeSet:\n      id: 1\n      author: a\n      changes:\n"
                                          "        - sqlFile: {path: a.sql, encoding: ISO-8859-1}\n")
        text = self.root.run("/strata", "validate", "--changelog-file=root.yaml", "--search-path=/srv/latin1", "--url=offline:sqlite", status=3)
        self.assertIn("ISO-8859-1", text)
