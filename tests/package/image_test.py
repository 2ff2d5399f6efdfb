"""The image that docs/deploy/Dockerfile makes: it has what it needs for all databases, and nothing that it does not."""

import unittest

from clean_root import Root
from image import DOCKERFILE, SOURCE, stages
from packages import BASE, image, migrate, migrate_server, with_shop


class ImageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.image = image()
        with_shop(cls.image.root)

    def test_is_run_by_a_number_that_is_not_root(self):
        self.assertGreater(self.image.user, 0)

    def test_has_no_shell_and_no_package_manager(self):
        programs = {path.name for path in self.image.root.path.rglob("bin/*")}
        self.assertEqual({"strata"}, programs)

    def test_tells_its_version_and_those_of_the_client_libraries(self):
        lines = self.image.run("--version").splitlines()
        self.assertEqual(["sqlite", "postgresql", "mysql"], [line.split(":")[0].strip() for line in lines[1:4]])
        self.assertNotIn("cannot", "".join(lines))

    def test_brings_certificates_and_ways_of_logging_in(self):
        for file in ["etc/ssl/certs/ca-certificates.crt", "usr/lib/*/libmariadb3/plugin/caching_sha2_password.so"]:
            self.assertEqual(1, len(list(self.image.root.path.glob(file))), file)

    def test_knows_character_sets(self):
        folder = self.image.root.folder("/srv/latin1")
        (folder / "a.sql").write_bytes("insert into t values ('ü');\n".encode("latin-1"))
        (folder / "root.yaml").write_text(
            "databaseChangeLog:\n  - changeSet:\n      id: 1\n      author: a\n      changes:\n"
            "        - sql: create table t(x text)\n        - sqlFile: {path: a.sql, encoding: ISO-8859-1}\n")
        text = self.image.run("update-sql", "--changelog-file=root.yaml", "--search-path=/srv/latin1", "--url=offline:sqlite?changeLogFile=/srv/latin1/history.csv",
                              env={"LC_ALL": "C.UTF-8"})
        self.assertIn("'ü'", text)

    def test_migrates_sqlite(self):
        migrate(self.image.root, self.image.entrypoint[0], "jdbc:sqlite:shop.db")

    def test_migrates_servers(self):
        for kind in ["postgresql", "mariadb"]:
            migrate_server(self.image.root, self.image.entrypoint[0], kind)


class FilesTest(unittest.TestCase):
    def test_debian_has_what_the_first_stage_installs(self):
        build = stages(DOCKERFILE)[0]
        install = next(rest for instruction, rest in build if instruction == "RUN").replace("apt-get install -y", "apt-get install -s")
        with Root(BASE) as root:
            root.use_network()
            self.assertIn("Inst libpqxx-dev ", root.run("sh", "-c", install, user=0))

    def test_the_first_stage_uses_a_preset_that_exists_and_the_context_has_no_builds(self):
        build = next(rest for instruction, rest in stages(DOCKERFILE)[0] if "cmake" in rest and "preset" in rest)
        self.assertIn('"name": "release"', (SOURCE / "CMakePresets.json").read_text())
        self.assertIn("--preset release", build)
        self.assertIn("build", (SOURCE / ".dockerignore").read_text().split())

    def test_the_image_of_a_project_starts_from_it(self):
        stage, = stages(SOURCE / "docs/deploy/changelogs.Dockerfile")
        self.assertEqual(["FROM", "COPY"], [instruction for instruction, _ in stage])
        self.assertEqual("/changelogs", stage[1][1].split()[1])
