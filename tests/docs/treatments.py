"""What is done with each kind of block of a document. A block for which there is no treatment is a mistake."""
import json
import os
import re
import shlex
import subprocess

from compare import difference, is_excerpt
from databases import ADDRESS
from markdown import DocumentError
from shell import ShellError

CODE = {"c", "cmake", "cpp", "csv", "dockerfile", "go", "ini", "json", "properties", "python", "sh", "sql", "toml",
        "xml", "yaml"}
CHANGELOG = {
    "yaml": re.compile(r"^databaseChangeLog:", re.MULTILINE),
    "json": re.compile(r'^\s*\{\s*"databaseChangeLog"'),
    "xml": re.compile(r"<databaseChangeLog\b"),
    "sql": re.compile(r"^--\s*liquibase formatted sql", re.IGNORECASE | re.MULTILINE),
}
CONFIGURATION = re.compile(r"^(strata|liquibase)(\.local)?\.(yaml|properties)$")
WITH_MISTAKES = ", with mistakes"
CHECKOUT = re.compile(r"(\./dev\b|\.ci/|tests/|cmake --preset|cmake --build --preset|ctest --preset|ninja -C build/|"
                      r'eval "\$\(tests/|psql "\$STRATA_TEST_)')


class Treatments:
    """Runs the blocks of one document, one behind the other, in one folder."""

    def __init__(self, shell, folder, checkout, databases=None):
        self.shell, self.folder, self.checkout, self.databases = shell, folder, checkout, databases
        self.files = {}  # name -> line of the block, as long as nothing has spoken of it
        self.counts = {}

    def treat(self, block):
        """Yields the mistakes of a block as (line, text)."""
        try:
            yield from self._steps(block)
        except DocumentError as error:
            yield error.line, str(error)

    def _steps(self, block):
        if "setup" in block.markers:
            self._setup(block)
        self._forget_named(block.text)
        name, treatment = self._treatment(block)
        self.counts[name] = self.counts.get(name, 0) + 1
        yield from treatment(block) or ()

    def _treatment(self, block):
        markers = [name for name in block.markers if name != "setup"]
        if len(markers) > 1:
            raise DocumentError(block.line, f"one marker too many: {', '.join(markers)}")
        if markers == ["text"] and block.language == "":
            return "text", lambda _: ()
        if markers == ["from"] and block.language in CODE | {"console"}:
            return "from", self._excerpt
        if markers == ["file"] and block.language in CODE:
            return "file", self._file
        if markers == ["output of"] and block.language == "json":
            return "output of", self._json
        if not markers and block.language == "console":
            return "console", self._console
        if not markers and block.language == "sh":
            commands = commands_of(block.lines)
            if any(CHECKOUT.match(command) for _, command in commands):
                return "checkout", self._checkout
            return "sh", self._script
        kind = f"a block of '{block.language}'" if block.language else "a block without a language"
        raise DocumentError(block.line, f"no treatment for {kind}{' marked ' + markers[0] if markers else ''}: "
                                        "see 'Documents' in docs/development.md")

    # --- files ---

    def _write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(self._real(text))

    def _real(self, text):
        return self.databases.real(text) if self.databases else text

    def _file(self, block):
        name = block.markers["file"].removesuffix(WITH_MISTAKES)
        self._write(name, block.text)
        if CONFIGURATION.match(name):
            self._check_configuration(block, name)
        elif block.language in CHANGELOG and CHANGELOG[block.language].search(block.text):
            self._check_changelog(block, name)
        else:
            self.files[name] = block.line

    def _strata(self, *arguments):
        done = subprocess.run(["strata", *arguments], cwd=self.folder, env=self.checkout.environment, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        return done.returncode, done.stdout

    def _check_changelog(self, block, name):
        options = [f"--defaults-file={self.checkout.no_options()}", "--on-unknown-custom-change=mark-ran"]
        status, output = self._strata("validate", f"--changelog-file={name}", "--url=offline:postgresql", *options)
        if block.markers["file"].endswith(WITH_MISTAKES):
            if status == 0:
                raise DocumentError(block.line, "this changelog is to have mistakes, and has none")
        elif status != 0 or "warning:" in output:
            raise DocumentError(block.line, f"strata validate says\n{output}")

    def _check_configuration(self, block, name):
        """All its keys mean something, whatever the command says that reads them."""
        _, output = self._strata("list-locks", "--url=sqlite::memory:", f"--defaults-file={name}")
        complaints = [line for line in output.split("\n") if line.startswith(name) or "warning:" in line]
        if complaints:
            raise DocumentError(block.line, "strata says\n" + "\n".join(complaints))

    def _forget_named(self, text):
        for name in [name for name in self.files if os.path.basename(name) in text]:
            del self.files[name]

    def finish(self):
        return [(line, f"nothing below uses the file {name}") for name, line in self.files.items()]

    def _excerpt(self, block):
        path = block.markers["from"]
        lines = self.checkout.lines(path)
        if lines is None:
            raise DocumentError(block.line, f"there is no file {path}")
        if not self.checkout.is_tested(path):
            raise DocumentError(block.line, f"nothing in tests/ speaks of {path}, so it is not tested")
        if not is_excerpt(block.lines, lines):
            raise DocumentError(block.line, f"these lines do not stand like this in {path}")

    # --- commands ---

    def _run(self, line, command):
        try:
            output, status = self.shell.run(self._real(command))
        except ShellError as error:
            raise DocumentError(line, str(error)) from error
        return (self.databases.as_shown(output) if self.databases else output), status

    def _setup(self, block):
        output, status = self._run(block.line, "(set -e\n" + block.markers["setup"] + "\n)")
        if status != 0:
            raise DocumentError(block.line, f"the setup above ends with {status}\n{output}")

    def _script(self, block):
        output, status = self._run(block.line, "(set -e\n" + block.text + ")")
        if status != 0:
            raise DocumentError(block.line, f"ends with {status}\n{output}")

    def _console(self, block):
        steps = console_steps(block)
        for index, (line, command, shown) in enumerate(steps):
            output, status = self._run(line, command)
            diff = difference(shown, output)
            asked = index + 1 < len(steps) and steps[index + 1][1].startswith("echo $?")
            if diff:
                yield line, f"$ {command}\n{diff}"
            elif status != 0 and "error:" not in output and not asked:
                yield line, f"$ {command}\nends with {status}, which the text does not tell"

    def _json(self, block):
        """Whole, but for what varies from run to run; both are printed in one way first."""
        output, status = self._run(block.line, block.markers["output of"] + " 2>/dev/null")
        try:
            shown, printed = json.loads(block.text), json.loads(output)
        except ValueError as error:
            raise DocumentError(block.line, f"no JSON: {error}\n{output}") from error
        diff = difference(json.dumps(shown, indent=1), json.dumps(printed, indent=1))
        if diff:
            yield block.line, diff
        elif printed.get("exitCode", status) != status:
            yield block.line, f"ends with {status}"

    def _checkout(self, block):
        for offset, command in commands_of(block.lines):
            complaint = self.checkout.complaint_about(command)
            if complaint:
                yield block.line + 1 + offset, f"{command}: {complaint}"


def speaks_of_servers(text):
    return ADDRESS.search(text) is not None


def commands_of(lines):
    """(offset, command) of each line of a script, without comments."""
    found = []
    for offset, line in enumerate(lines):
        words = shlex.split(line, comments=True, posix=False) if line.strip() else []
        if words:
            found.append((offset, " ".join(words)))
    return found


def console_steps(block):
    """(line, command, what is shown behind it); a command goes on behind a backslash at the end of a line."""
    steps, goes_on = [], False
    for offset, text in enumerate(block.lines):
        if goes_on:
            line, command, shown = steps[-1]
            steps[-1] = (line, command + "\n" + text, shown)
            goes_on = text.endswith("\\")
        elif text.startswith("$ "):
            steps.append((block.line + 1 + offset, text[2:], ""))
            goes_on = text.endswith("\\")
        elif not steps:
            raise DocumentError(block.line, "this block does not begin with a command ($ ...)")
        else:
            line, command, shown = steps[-1]
            steps[-1] = (line, command, shown + text + "\n")
    return steps
