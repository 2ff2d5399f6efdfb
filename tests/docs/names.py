"""What a document names must exist: files it links to, options, commands and variables it writes as code."""
import os
import re
import subprocess
from functools import cached_property, lru_cache

import checkout
import markdown

OPTION = re.compile(r"(?<![\w-])--[a-z][\w-]*[a-zA-Z0-9]")
VARIABLE = re.compile(r"\b(STRATA|LIQUIBASE)_[A-Z][A-Z0-9_]*(?![\w*…])")
PATH = re.compile(r"(?<![\w/.*~-])[\w.-]+(?:/[\w.-]+)+\.(?:cc|h|py|txt|md|yaml|json|cmake|supp|java)\b")
# Other programs whose options documents may name, and what tells these options.
OTHERS = [["psql", "--help"], ["mariadb", "--no-defaults", "--help"], ["cmake", "--help"], ["ctest", "--help"]]
# Programs of which nothing is known here.
UNKNOWN = {"apt-get", "dpkg", "docker", "podman", "kubectl", "git", "gcc", "g++", "pkg-config", "python3"}
ROOTS = ["", "tests/", "engine/", "docs/", "bench/", "engine/embed/include/"]


def output_of(command, environment):
    try:
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)
    except OSError:
        return ""
    return done.stdout


class Names:
    def __init__(self, checkout):
        self.checkout = checkout

    @cached_property
    def commands(self):
        found = set()
        for line in output_of(["strata", "--help"], self.checkout.environment).split("\n"):
            matched = re.match(r"  ([a-z-]+(?:, [a-z-]+)*)  +\S", line)
            if matched:
                found.update(matched[1].split(", "))
        return found

    def is_command(self, word):
        return word in self.commands or word.removesuffix("-sql") in self.commands

    @lru_cache(maxsize=None)
    def options_of(self, command):
        """As its help lists them, also those of other clients (`--mysql-...`)."""
        text = output_of(["strata", command, "--help"], self.checkout.environment)
        found = set(OPTION.findall(text)) | {"--help", "--version"}
        for client in ("mysql", "mariadb", "sqlite3"):
            found |= {option.replace("--psql-", f"--{client}-") for option in found if option.startswith("--psql-")}
        return found

    @cached_property
    def all_options(self):
        return set().union(*map(self.options_of, self.commands))

    @cached_property
    def other_options(self):
        texts = [output_of(command, self.checkout.environment) for command in OTHERS] + [self.checkout.scripts]
        passed_on = set().union(*checkout.PASSED_ON.values())
        return passed_on | {option for text in texts for option in OPTION.findall(text)}

    @cached_property
    def source_variables(self):
        found = set()
        for path in self.checkout.files("engine", "drivers", "cmd", "tests", "bench", "cmake", "dev", ".ci",
                                        "CMakeLists.txt", "CMakePresets.json"):
            if not path.startswith("tests/docs/"):
                found.update(re.findall(r"\bSTRATA_\w+", self.checkout.text(path) or ""))
        return found

    # --- the checks; each yields (line, complaint) ---

    def complaints(self, path, document):
        yield from self._links(path, document)
        for line, code in document.spans:
            for complaint in [*self._about_code(code), *self._about_variables(code), *self._about_path(path, code)]:
                yield line, complaint
        for block in document.blocks:
            if "text" not in block.markers and "from" not in block.markers:
                for offset, code in enumerate(block.lines):
                    yield from ((block.line + 1 + offset, complaint) for complaint in self._about_variables(code))

        if path == "README.md":
            yield from self._about_table_of_commands(document)

    def _about_table_of_commands(self, document):
        """The README's table has all commands, and nothing else."""
        rows = [(line, code.split()[0]) for line, code in document.spans if document.section_of(line) == "commands"
                and document.lines[line - 1].startswith("| ")]
        yield from ((line, f"strata has no command '{word}'") for line, word in rows if not self.is_command(word))
        for missing in sorted(set(self.commands) - {word for _, word in rows}):
            yield rows[-1][0] if rows else 1, f"the command {missing} is missing"

    def _links(self, path, document):
        for line, target in document.links:
            if re.match(r"[a-z]+:", target):
                continue
            name, _, wanted = target.partition("#")
            other = os.path.normpath(os.path.join(os.path.dirname(path), name)) if name else path
            if not self.checkout.exists(other):
                yield line, f"the link leads nowhere: {target}"
            elif wanted and wanted not in markdown.parse(self.checkout.text(other)).anchors:
                yield line, f"{other} has no heading #{wanted}"

    def _about_code(self, code):
        words = code.split()
        if words[0] in UNKNOWN:
            return
        command = words[0] if words[0] in self.commands and len(words) > 1 else None
        if len(words) > 1 and words[0] == "strata" and re.fullmatch(r"[a-z-]+", words[1]) and words[1][0] != "-":
            command = words[1]
        if command and not self.is_command(command):
            yield f"strata has no command '{command}'"
        for option in OPTION.findall(code):
            if not self._is_option(option, command):
                yield f"there is no option {option}" + (f" of strata {command}" if command else "")

    def _about_variables(self, code):
        for matched in VARIABLE.finditer(code):
            if not self._is_variable(matched[0]):
                yield f"there is no variable {matched[0]}"

    def _is_option(self, option, command):
        if self.is_command(command or ""):
            return plain(option) in map(plain, self.options_of(command))
        return plain(option) in map(plain, self.all_options) or option in self.other_options

    def _is_variable(self, name):
        if name in self.source_variables or any(other.startswith(name + "_") for other in self.source_variables):
            return True
        option = plain(re.sub(r"^(STRATA|LIQUIBASE)_(COMMAND_)?", "", name))
        known = set(map(plain, self.all_options))
        return option in known or any(
            option.startswith(plain(command)) and option.removeprefix(plain(command)) in known
            for command in self.commands)

    def _about_path(self, document, code):
        for path in PATH.findall(code):
            roots = ROOTS + [os.path.dirname(document) + "/"]
            is_of_user = "://" in code or " " in code or any(word.isupper() for word in re.split(r"[/.]", path))
            if not is_of_user and not any(self.checkout.exists(root + path) for root in roots):
                yield f"there is no file {path}"


def plain(name):
    """An option's name in one spelling: of --changelog-file, --changeLogFile and CHANGELOG_FILE."""
    return re.sub(r"[-_]", "", name).lower()
