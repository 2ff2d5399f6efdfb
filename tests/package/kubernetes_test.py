"""The manifests of docs/deploy/kubernetes: their containers are run in the image with their arguments and environment, and
their failure policies name the exit statuses that the program ends with."""

import os
import pathlib
import re
import shutil
import signal
import unittest

import yaml

from clean_root import USER
from databases import Database
from packages import SOURCE, image

MANIFESTS = SOURCE / "docs/deploy/kubernetes"
GOOD = """databaseChangeLog:
  - changeSet: {id: 1, author: ann, changes: [{createTable: {tableName: shelf, columns: [{column: {name: id, type: int}}]}}]}
"""
BROKEN = {
    "usage": (2, GOOD, {"STRATA_URL": "jdbc:nothing://host/shop"}),
    "changelog": (3, GOOD.replace("tableName", "tabelName"), {}),
    "refused": (5, GOOD.replace("}}]}}]}", "}}]}}, {sql: select nothing from nowhere}]}"), {}),
    "stop": (9, "databaseChangeLog:\n  - changeSet: {id: 1, author: ann, changes: [{stop: {message: enough}}]}\n", {}),
    "precondition": (10, "databaseChangeLog:\n  - preConditions: [{tableExists: {tableName: missing}}]\n", {}),
    "connection": (6, GOOD, {"STRATA_URL": "jdbc:postgresql://127.0.0.1:1/shop"}),
}


def manifest(name):
    return yaml.safe_load((MANIFESTS / name).read_text())


def environment(container, secrets):
    found = {}
    for entry in container.get("env", []):
        reference = entry.get("valueFrom", {}).get("secretKeyRef")
        found[entry["name"]] = secrets[reference["key"]] if reference else entry["value"]
    return found


def mount_config_map(root, path, files):
    """As the kubelet does: links to a folder that is exchanged as a whole."""
    folder = root.folder(path)
    shutil.rmtree(folder)
    data = root.folder(f"{path}/..2026_01_01")
    (folder / "..data").symlink_to(data.name)
    for name, text in files.items():
        (data / name).write_text(text)
        (folder / name).symlink_to(f"..data/{name}")


class KubernetesTest(unittest.TestCase):
    def setUp(self):
        self.image = image()

    def run_container(self, container, environment, changelog, status=0):
        mount_config_map(self.image.root, "/changelogs", {"db.changelog.yaml": changelog})
        with self.image.read_only():
            return self.image.run(*map(str, container["args"]), env=environment, status=status)

    def check_security(self, pod, container):
        user = pod["securityContext"]
        self.assertEqual((True, self.image.user, USER), (user["runAsNonRoot"], user["runAsUser"], user["runAsGroup"]))
        own = container["securityContext"]
        self.assertEqual((False, True, ["ALL"]),
                         (own["allowPrivilegeEscalation"], own["readOnlyRootFilesystem"], own["capabilities"]["drop"]))


class JobTest(KubernetesTest):
    def setUp(self):
        super().setUp()
        self.database = self.enterContext(Database("postgresql"))
        self.job = manifest("job.yaml")["spec"]
        self.container, = self.job["template"]["spec"]["containers"]
        secrets = {"username": self.database.user, "password": self.database.password}
        self.environment = environment(self.container, secrets) | {"STRATA_URL": self.database.url}
        failing = [rule for rule in self.job["podFailurePolicy"]["rules"] if rule["action"] == "FailJob"]
        self.rule = failing[0]["onExitCodes"]

    def test_is_an_image_without_root_and_with_an_end(self):
        self.check_security(self.job["template"]["spec"], self.container)
        self.assertEqual("Never", self.job["template"]["spec"]["restartPolicy"])  # podFailurePolicy needs it
        self.assertGreater(self.job["activeDeadlineSeconds"], 0)
        self.assertRegex(manifest("job.yaml")["spec"]["template"]["spec"]["containers"][0]["name"], self.rule["containerName"])

    def test_migrates_and_has_nothing_to_do_the_second_time(self):
        self.assertIn("1 changeset applied", self.run_container(self.container, self.environment, GOOD))
        self.assertIn("nothing to do", self.run_container(self.container, self.environment, GOOD))

    def test_statuses_that_a_retry_cannot_help_are_those_of_the_policy(self):
        for name, (status, changelog, settings) in BROKEN.items():
            with self.subTest(name):
                self.run_container(self.container, self.environment | settings, changelog, status)
                self.assertEqual(name != "connection", status in self.rule["values"])

    def test_an_edited_changeset_fails_the_job(self):
        self.run_container(self.container, self.environment, GOOD)
        self.run_container(self.container, self.environment, GOOD.replace("type: int", "type: bigint"), 4)
        self.assertIn(4, self.rule["values"])

    def test_the_lock_of_another_run_is_worth_a_retry(self):
        self.run_container(self.container, self.environment, GOOD)
        self.database.sql("update databasechangeloglock set locked = true, lockedby = 'liquibase', lockgranted = now()")
        more = GOOD + "  - changeSet: {id: 2, author: ann, changes: [{empty: {}}]}\n"
        self.run_container(self.container, self.environment | {"STRATA_LOCK_WAIT": "0"}, more, 7)
        self.assertNotIn(7, self.rule["values"])

    def test_the_end_of_its_time_is_a_safe_point_and_worth_a_retry(self):
        sleep = "databaseChangeLog:\n" + "".join(
            f"  - changeSet: {{id: {number}, author: ann, changes: [{{sql: select pg_sleep({number})}}]}}\n" for number in (2, 100))
        mount_config_map(self.image.root, "/changelogs", {"db.changelog.yaml": sleep})
        with self.image.start(*self.container["args"], env=self.environment) as process:
            self.assertIn("running", process.stdout.readline())
            child = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
            os.kill(int(child), signal.SIGTERM)
            text = process.stdout.read()
        self.assertEqual(130, process.returncode, text)
        self.assertNotIn(130, self.rule["values"])
        self.assertIn("applied", self.run_container(self.container, self.environment, sleep.replace("100", "0")))

    def test_the_policy_names_every_status_of_the_documents_but_those(self):
        table = re.findall(r"(?m)^\| (\d+) \| ", (SOURCE / "docs/cli.md").read_text())
        worth_a_retry = {6, 7, 130}
        not_of_update = {11}
        self.assertEqual({int(status) for status in table} - {0} - worth_a_retry - not_of_update, set(self.rule["values"]))


class InitContainerTest(KubernetesTest):
    def setUp(self):
        super().setUp()
        self.pod = manifest("init-container.yaml")["spec"]["template"]["spec"]
        self.container, = self.pod["initContainers"]
        self.database = self.enterContext(Database("mariadb"))
        url = next(argument for argument in self.container["args"] if argument.startswith("--url="))
        self.container["args"] = [f"--url={self.database.url}" if argument == url else
                                  f"--username={self.database.user}" if argument == "--username=shop" else argument
                                  for argument in self.container["args"]]

    def mount_secret(self):
        mount = next(mount for mount in self.container["volumeMounts"] if mount["name"] == "database")
        volume = next(volume for volume in self.pod["volumes"] if volume["name"] == "database")
        folder = self.image.root.folder(mount["mountPath"])
        file = folder / "password"
        file.write_text(self.database.password)
        file.chmod(volume["secret"]["defaultMode"])
        os.chown(file, 0, self.pod["securityContext"]["fsGroup"])

    def test_is_an_image_without_root(self):
        self.check_security(self.pod, self.container)

    def test_migrates_with_the_password_of_a_file(self):
        self.mount_secret()
        self.assertIn("1 changeset applied", self.run_container(self.container, {}, GOOD))
        self.assertIn("nothing to do", self.run_container(self.container, {}, GOOD))

    def test_does_not_end_with_0_where_the_application_must_not_start(self):
        self.mount_secret()
        self.run_container(self.container, {}, BROKEN["refused"][1], 5)

    def test_its_volumes_are_those_it_mounts(self):
        mounts = {mount["name"] for mount in self.container["volumeMounts"]}
        self.assertEqual(mounts, {volume["name"] for volume in self.pod["volumes"]})


del KubernetesTest
