#!/usr/bin/env python3
"""What check.py finds in documents with mistakes, and that it finds none in one without.

usage: check_test.py PROGRAM
"""
import contextlib
import io
import os
import sys
import tempfile
import unittest
from unittest import mock

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import check
import compare
import markdown

PROGRAM = ""
FENCE = "```"


def block(language, *lines):
    return "\n".join([FENCE + language, *lines, FENCE, ""])


class CheckTest(unittest.TestCase):
    maxDiff = None

    def check(self, *parts):
        """Returns exit status and output for a document, which is called document.md."""
        printed = io.StringIO()
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(printed):
            path = os.path.join(folder, "document.md")
            with open(path, "w", encoding="utf-8") as file:
                file.write("\n".join(parts))
            status = check.main(["--strata", PROGRAM, path])
        return status, printed.getvalue().replace(folder + "/", "")

    def finds(self, complaint, *parts):
        status, output = self.check(*parts)
        self.assertIn(complaint, output)
        self.assertEqual(status, 1, output)

    def finds_nothing(self, *parts):
        status, output = self.check(*parts)
        self.assertEqual(status, 0, output)

    def test_wrong_output_is_told_with_place_and_difference(self):
        status, output = self.check(
            "# Title", "", block("console", "$ echo one", "one", "$ printf 'b\\nc\\n'", "a", "c"))
        self.assertEqual(status, 1)
        self.assertEqual(output, "document.md:6: $ printf 'b\\nc\\n'\n"
                                 "--- shown in the document\n+++ printed\n@@ -1,2 +1,2 @@\n-a\n+b\n c\n\n"
                                 "document.md: 1 console; 1 mistakes\n")

    def test_output_that_is_missing_or_too_much(self):
        self.finds("document.md:2:", block("console", "$ echo one"))
        self.finds("document.md:2:", block("console", "$ true", "one"))

    def test_what_a_command_prints_on_standard_error_counts(self):
        self.finds("+error: unknown command updat", block("console", "$ strata updat", "error: unknown command"))

    def test_right_outputs(self):
        self.finds_nothing(block("console", "$ cd /", "$ pwd", "/", "$ name=x"),
                           block("console", "$ echo $name \\", "y", "x y"),
                           block("console", "$ seq 9", "1", "...", "9", "$ false", "$ echo $?", "1"))

    def test_exit_status_that_nothing_tells(self):
        self.finds("document.md:2: $ false\nends with 1", block("console", "$ false"))
        self.finds("document.md:1: ends with 1", block("sh", "true", "false", "true"))

    def test_a_command_that_ends_the_shell(self):
        self.finds("document.md:2: ended the shell: exit 0", block("console", "$ exit 0"))

    def test_setup_that_fails(self):
        self.finds("document.md:2: the setup above ends with 1", "<!-- setup: false -->", block("sh", "true"))

    def test_blocks_without_treatment(self):
        for language in ("", "yaml", "cpp", "console "):
            self.finds("no treatment" if language.strip() != "console" else "does not begin with a command",
                       block(language, "some: text"))
        self.finds("no treatment", "<!-- text -->", block("sh", "false"))
        self.finds("one marker too many", "<!-- text -->", "<!-- file: a -->", block("yaml", "a: b"))

    def test_markers(self):
        self.finds("document.md:1: this marker means nothing: <!-- skip -->", "<!-- skip -->", block("sh", "true"))
        self.finds("document.md:1: no block follows", "<!-- text -->", "", "Prose.")

    def test_changelogs_are_validated(self):
        right = ("databaseChangeLog:", "- changeSet: {id: 1, author: ann, changes: [{tagDatabase: {tag: a}}]}")
        wrong = (right[0], right[1].replace("tagD", "tgaD"))
        self.finds_nothing("<!-- file: a.yaml -->", block("yaml", *right))
        self.finds("document.md:2: strata validate says", "<!-- file: a.yaml -->", block("yaml", *wrong))
        self.finds_nothing("<!-- file: a.yaml, with mistakes -->", block("yaml", *wrong))
        self.finds("and has none", "<!-- file: a.yaml, with mistakes -->", block("yaml", *right))

    def test_keys_of_configuration(self):
        self.finds_nothing("<!-- file: strata.yaml -->", block("yaml", "changelog-file: a.yaml"))
        self.finds("the key 'changelgo-file' means nothing",
                   "<!-- file: strata.yaml -->", block("yaml", "changelgo-file: a"))
        self.finds("the key 'changelgo-file' means nothing",
                   "<!-- file: liquibase.properties -->", block("properties", "changelgo-file: a"))

    def test_files_are_used(self):
        file = ("<!-- file: a.sql -->", block("sql", "select 1;"))
        self.finds("document.md:2: nothing below uses the file a.sql", *file)
        self.finds_nothing(*file, block("sh", "grep -q select a.sql"))

    def test_json(self):
        marker = """<!-- output of: echo '{"b": [1, 2], "milliseconds": 12}' -->"""
        self.finds_nothing(marker, block("json", '{"b": [1,', ' 2], "milliseconds": 7}'))
        self.finds('document.md:2: --- shown', marker, block("json", '{"c": [1, 2], "milliseconds": 12}'))
        self.finds("document.md:2: no JSON", marker, block("json", "{"))
        self.finds("ends with 0", """<!-- output of: echo '{"exitCode": 3}' -->""", block("json", '{"exitCode": 3}'))

    def test_excerpts(self):
        path = "<!-- from: tests/docs/check_test.py -->"
        lines = ("def test_excerpts(self):", "    ...", "    self.finds_nothing(path, block(\"python\", *lines))")
        self.finds_nothing(path, block("python", *lines))
        self.finds("do not stand like this", path, block("python", "def test_excerpts(self): pass"))
        self.finds("there is no file", "<!-- from: tests/none.py -->", block("python", "pass"))
        self.finds("is not tested", "<!-- from: docs/dependencies.md -->", block("ini", "# Dependencies"))

    def test_commands_of_a_checkout(self):
        self.finds_nothing(
            block("sh", "./dev test -L unit  # some", "cmake --preset dev", "ninja -C build/dev strata_cmd"))
        for command in ("./dev tset", "./dev bench --quikc", "cmake --preset dve", "ninja -C build/dve",
                        "tests/support/servers satrt", ".ci/none"):
            self.finds(f"document.md:3: {command}", block("sh", "./dev build", command))

    def test_links(self):
        self.finds("document.md:1: the link leads nowhere: none.md", "See [this](none.md).")
        self.finds("document.md:3: document.md has no heading #two",
                   "# One", "", "See [one](#one), [two](document.md#two).")

    def test_names_in_prose(self):
        for code in ("--changelog-flie", "strata updat", "strata update --count", "status --dry-run",
                     "STRATA_NOTHING_SUCH", "engine/none.cc"):
            self.finds("document.md:1: ", f"Use `{code}`.")
        self.finds_nothing("`--changelog-file`, `--changeLogFile`, `strata update-sql --contexts=a`, `STRATA_URL`, "
                           "`LIQUIBASE_COMMAND_UPDATE_CONTEXTS`, `--psql-path`, `update --dry-run`, "
                           "`docker run --rm`, `./dev bench --quick`, `tests/docs/check.py`")

    def test_without_servers(self):
        with mock.patch.dict(os.environ, clear=True):
            self.finds("document.md:1: it needs servers: STRATA_TEST_SERVERS, STRATA_TEST_POSTGRESQL_PORT",
                       block("sh", "strata status --url=postgresql://app@db/shop"))


class CompareTest(unittest.TestCase):
    def test_what_varies(self):
        for shown, printed in (("2 applied (0.01 s)", "2 applied (13.40 s)"),
                               ("on 2026-01-02 03:04:05", "on 2026-11-22 13:14:15"),
                               ("by here (10.0.0.1)", "by build-7 (127.0.1.1)"), ("SQLite 3.40.1", "SQLite 3.46.0"),
                               ("id 1234567890", "id 5837757709")):
            self.assertEqual(compare.difference(shown, printed), "")
        for shown, printed in (("2 applied (0.01 s)", "3 applied (0.01 s)"), ("9:abc", "9:abd"),
                               ("on 2026-01-02", "on 2026-01-03"), ("", "\nx"), ("x", "")):
            self.assertNotEqual(compare.difference(shown, printed), "")

    def test_any_lines(self):
        self.assertTrue(compare.matches(["a", "...", "c"], ["a", "c"]))
        self.assertTrue(compare.matches(["...", "c"], ["a", "c", "b", "c"]))
        self.assertFalse(compare.matches(["a", "...", "c"], ["a", "b"]))


class MarkdownTest(unittest.TestCase):
    def test_anchors(self):
        document = markdown.parse("# What `-sql` does: *all*\n## A [link](b.md)\n## A link\n")
        self.assertEqual(document.anchors, {"what--sql-does-all": 1, "a-link": 2, "a-link-1": 3})
        self.assertEqual([document.section_of(line) for line in (1, 2, 4)], ["", "what--sql-does-all", "a-link-1"])

    def test_a_block_without_end(self):
        with self.assertRaises(markdown.DocumentError) as caught:
            markdown.parse("a\n" + FENCE + "sh\ntrue\n")
        self.assertEqual(caught.exception.line, 2)

    def test_what_stands_in_a_block_is_no_prose(self):
        document = markdown.parse(block("sh", "# comment", "[a](b)", "<!-- c -->"))
        self.assertEqual((document.anchors, document.links, len(document.blocks)), ({}, [], 1))


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
