"""Every command of the pipelines in docs/deploy, as their services run them, with the program that is one file."""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import yaml

from databases import Database
from packages import SOURCE, program

DEPLOY = SOURCE / "docs/deploy"
MISTAKE = "databaseChangeLog:\n  - changeSet: {id: 1, author: ann, changes: [{dropTable: {tabelName: a}}]}\n"


class Pipeline:
    """A checkout of a project, whose changelogs are the sample, and the jobs of a file."""

    def __init__(self, file, values):
        self.file = yaml.safe_load((DEPLOY / file).read_text())
        self.values = values
        self._folder = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self._folder.name)
        shutil.copytree(SOURCE / "changelogs/shop", self.folder / "db")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._folder.cleanup()

    def bash(self, script, environment, *options):
        base = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        done = subprocess.run(["bash", "--noprofile", "--norc", *options, "-c", script], cwd=self.folder, env={**base, **environment},
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
        return done.returncode, done.stdout


class GitHub(Pipeline):
    def __init__(self, values):
        super().__init__("github-actions.yml", values)
        self.path_file = self.folder / ".path"
        self.path_file.write_text("")

    def environment(self, *levels):
        merged = {}
        for level in levels:
            merged.update(level.get("env", {}))
        return {name: self.expanded(str(value)) for name, value in merged.items()}

    def expanded(self, text):
        text = re.sub(r"\$\{\{ (?:vars|secrets)\.(\w+) \}\}", lambda match: self.values[match[1]], text)
        return text.replace("jdbc:postgresql://localhost:5432/rehearsal", self.values["REHEARSAL"])

    def job(self, name):
        """Runs the steps until one fails; returns the exit status and all that was printed."""
        job, printed = self.file["jobs"][name], ""
        for step in job["steps"]:
            if "run" not in step:
                continue
            environment = self.environment(self.file, job, step)
            paths = self.path_file.read_text().split()
            environment |= {"PATH": ":".join([*paths, os.environ["PATH"]]), "GITHUB_PATH": str(self.path_file)}
            if name == "review" and "STRATA_URL" in environment:
                environment |= {"STRATA_USERNAME": self.values["DATABASE_USER"], "STRATA_PASSWORD": self.values["DATABASE_PASSWORD"]}
            status, text = self.bash(step["run"], environment, "-e")
            printed += text
            if status != 0:
                return status, printed
        return 0, printed


class GitLab(Pipeline):
    def __init__(self, values):
        super().__init__("gitlab-ci.yml", values)

    def job(self, name):
        job = self.file[name]
        environment = {**self.values}
        for key, value in {**self.file["variables"], **job.get("variables", {})}.items():
            environment[key] = re.sub(r"\$(\w+)", lambda match: self.values[match[1]], str(value))
        if environment.get("STRATA_URL") == "jdbc:mariadb://mariadb:3306/rehearsal":
            environment |= {"STRATA_URL": self.values["REHEARSAL"], "STRATA_USERNAME": self.values["DATABASE_USER"],
                            "STRATA_PASSWORD": self.values["DATABASE_PASSWORD"]}
        commands = self.file["default"]["before_script"] + job["script"]
        return self.bash("\n".join(commands), environment, "-eo", "pipefail")


class CiTest(unittest.TestCase):
    kind, service = "", None

    def setUp(self):
        self.database, self.rehearsal = (self.enterContext(Database(self.kind)) for _ in range(2))
        self.pipeline = self.enterContext(self.service({
            "STRATA_PROGRAM": program().as_uri(), "STRATA_SHA256": hashlib.sha256(program().read_bytes()).hexdigest(),
            "DATABASE_URL": self.database.url, "DATABASE_USER": self.database.user, "DATABASE_PASSWORD": self.database.password,
            "REHEARSAL": self.rehearsal.url}))

    def run_job(self, name, status=0):
        got, text = self.pipeline.job(name)
        self.assertEqual(status, got, text)
        self.assertNotIn(self.database.password + "@", text)
        return text

    def file(self, name):
        return (self.pipeline.folder / name).read_text()

    def make_a_mistake(self):
        (self.pipeline.folder / "db/db.changelog.yaml").write_text(MISTAKE)


class GitHubTest(CiTest):
    kind, service = "postgresql", GitHub

    def test_all_jobs_of_a_change_that_is_right(self):
        self.assertIn("rolling back", self.run_job("review"))
        self.assertIn("have not been applied", self.run_job("plan"))
        self.assertIn("create table", self.file("update.sql").lower())
        self.assertIn("is up to date", self.run_job("deploy"))

    def test_a_mistake_stops_the_review_at_its_line(self):
        self.make_a_mistake()
        self.assertRegex(self.run_job("review", 3), r"(?m)^::error file=db/db\.changelog\.yaml,line=2,")

    def test_another_program_is_not_run(self):
        self.pipeline.values["STRATA_SHA256"] = "0" * 64
        self.assertIn("FAILED", self.run_job("deploy", 1))
        self.assertNotIn("applied", self.run_job("deploy", 1))


class GitLabTest(CiTest):
    kind, service = "mariadb", GitLab

    def test_all_jobs_of_a_change_that_is_right(self):
        self.run_job("validate")
        self.assertEqual([], json.loads(self.file("gl-code-quality-report.json")))
        self.assertIn("rolling back", self.run_job("rehearse"))
        self.assertIn("have not been applied", self.run_job("plan"))
        self.assertIn("create table", self.file("update.sql").lower())
        self.assertIn("is up to date", self.run_job("deploy"))

    def test_a_mistake_is_in_the_report_which_is_kept(self):
        self.make_a_mistake()
        self.run_job("validate", 3)
        report, = json.loads(self.file("gl-code-quality-report.json"))
        self.assertEqual({"path": "db/db.changelog.yaml", "lines": {"begin": 2}}, report["location"])
        artifacts = self.pipeline.file["validate"]["artifacts"]
        self.assertEqual(("always", "gl-code-quality-report.json"), (artifacts["when"], artifacts["reports"]["codequality"]))


class DocumentTest(unittest.TestCase):
    def test_the_document_shows_the_files(self):
        document = (SOURCE / "docs/ci.md").read_text()
        for name in ["github-actions.yml", "gitlab-ci.yml"]:
            self.assertIn(f"```yaml\n{(DEPLOY / name).read_text()}```", document)


# The base class has no tests of its own.
del CiTest
