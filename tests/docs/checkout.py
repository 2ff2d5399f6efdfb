"""What the repository has: its files, and the commands that are typed in a checkout of it.

Those commands are not run, as they build and test the whole project: what they name has to exist.
"""
import json
import os
import re
import subprocess
from functools import cached_property

# Options that other programs have, which `./dev` passes on.
PASSED_ON = {"test": {"-R", "-L", "-E"}, "sanitize": {"-R", "-L", "-E"},
             "bench": {"--benchmark_filter", "--benchmark_repetitions", "--benchmark_min_time"}}
SCRIPTS = ["dev", "bench/run", "bench/rows.py", "bench/measure.py", "tests/oracle/random", "tests/oracle/record",
           "tests/support/servers"]


class Checkout:
    def __init__(self, source, environment):
        self.source, self.environment = source, environment

    @cached_property
    def scripts(self):
        return "\n".join(self.text(path) or "" for path in SCRIPTS)

    def no_options(self):
        """A file with options in which there are none."""
        path = os.path.join(self.environment["HOME"], "none.properties")
        with open(path, "w", encoding="utf-8"):
            return path

    def text(self, path):
        try:
            with open(os.path.join(self.source, path), encoding="utf-8") as file:
                return file.read()
        except (OSError, UnicodeDecodeError):
            return None

    def lines(self, path):
        text = self.text(path)
        return None if text is None else text.split("\n")

    def exists(self, path):
        return os.path.exists(os.path.join(self.source, path))

    def files(self, *folders):
        """All files that are the project's, below some folders."""
        listed = subprocess.run(["git", "-C", self.source, "ls-files", "--cached", "--others", "--exclude-standard",
                                 *folders], capture_output=True, text=True, check=False)
        if listed.returncode == 0:
            return listed.stdout.split("\n")[:-1]
        return [os.path.relpath(os.path.join(where, name), self.source)
                for folder in folders for where, _, names in os.walk(os.path.join(self.source, folder))
                for name in names]

    def is_tested(self, path):
        """Whether a file belongs to the tests, or a file of theirs or the build speaks of it or its folder."""
        if path.startswith("tests/"):
            return True
        folder = os.path.dirname(path)
        wanted = [os.path.basename(path)] + ([folder] if "/" in folder else [])
        return any(name in text for text in self.tests for name in wanted)

    @cached_property
    def tests(self):
        """The texts of what builds and runs tests, but for the tests of documents."""
        paths = [path for path in self.files("tests", ".ci", "dev") if not path.endswith(".md")]
        return [self.text(path) or "" for path in paths if not path.startswith("tests/docs/")]

    # --- commands of a checkout ---

    def complaint_about(self, command):
        words = command.split()
        if command.startswith("./dev"):
            return self._about_dev(words[1:])
        if command.startswith("eval "):
            return self._about_servers(re.findall(r"[\w/.-]+", command)[2:])
        if words[0].endswith("tests/support/servers"):
            return self._about_servers(words[1:])
        if words[0] in ("cmake", "ctest"):
            return self._about_preset(words)
        if words[0] == "ninja":
            return None if words[2] in self._build_folders() else f"no preset builds into {words[2]}"
        if words[0] == "psql":
            return None
        path = os.path.join(self.source, words[0])
        return None if os.access(path, os.X_OK) else "is not a program of the repository"

    def subcommands(self):
        return set(re.findall(r"^cmd_([a-z]+)\(\)", self.text("dev"), re.MULTILINE))

    def _about_dev(self, words):
        if not words:
            return None
        if words[0] not in self.subcommands():
            return f"./dev has no subcommand '{words[0]}'"
        for word in words[1:]:
            option = word.strip("[]").split("=")[0]
            if option.startswith("-") and not self._has_option(words[0], option):
                return f"there is no option {option}"
        return None

    def _has_option(self, subcommand, option):
        return option in PASSED_ON.get(subcommand, ()) or \
            re.search(re.escape(option) + r"(?![\w-])", self.scripts) is not None

    def _about_servers(self, words):
        text = self.text("tests/support/servers")
        for word in words:
            if re.search(r"(?<![\w-])" + re.escape(word) + r"(?![\w-])", text) is None and not word.isupper():
                return f"tests/support/servers does not know '{word}'"
        return None

    def _presets(self, kind):
        return {preset["name"] for preset in json.loads(self.text("CMakePresets.json"))[kind]
                if not preset.get("hidden")}

    def _build_folders(self):
        return {f"build/{name}" for name in self._presets("configurePresets")}

    def _about_preset(self, words):
        kind = "testPresets" if words[0] == "ctest" else "buildPresets" if "--build" in words else "configurePresets"
        position = words.index("--preset") + 1 if "--preset" in words else 0
        if not position or position == len(words):
            return "without --preset: show it by an excerpt (from:)"
        preset = words[position]
        return None if preset in self._presets(kind) else f"there is no such preset '{preset}'"
