"""Compares what a document shows with what a program prints."""
import difflib
import re

# What differs from run to run, and what stands for it on both sides. Anything else has to be the same.
VARYING = [
    (r"\(\d+\.\d\d s\)", "(SECONDS s)"),
    (r"\b\d+ ms\b", "N ms"),
    (r"\b\d{4}-\d\d-\d\d([ T])\d\d:\d\d(:\d\d)?(\.\d+)?", r"DATE\1TIME"),
    (r"\b\d{10}\b", "DEPLOYMENT"),
    (r"\b[\w.-]+ \(\d+\.\d+\.\d+\.\d+\)( strata:\w+)?", r"HOST (ADDRESS)"),
    (r"(strata|Strata|LIQUIBASE|\"liquibase\":|\"strata\":) \"?\d+\.\d+\.\d+\"?", r"\1 VERSION"),
    (r"\"milliseconds\": ?\d+", '"milliseconds": N'),
    (r"(PostgreSQL|MariaDB|SQLite) \d+\.\d+[\w.:+~-]*( \([^)]*\))?", r"\1 VERSION"),
    (r"(session|process|connection) \d+", r"\1 NUMBER"),
]


def normal(text):
    for pattern, replacement in VARYING:
        text = re.sub(pattern, replacement, text)
    return text


def lines_of(text):
    """The lines of an output, without blanks at their ends and empty lines at its end."""
    lines = [line.rstrip() for line in normal(text).split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def matches(expected, actual):
    """Line by line; `...` alone in a line of what is expected stands for any lines."""
    if not expected:
        return not actual
    if expected[0].strip() == "...":
        return any(matches(expected[1:], actual[begin:]) for begin in range(len(actual) + 1))
    return bool(actual) and expected[0] == actual[0] and matches(expected[1:], actual[1:])


def difference(shown, printed):
    """Nothing if a document shows what was printed, else a diff of both."""
    expected, actual = lines_of(shown), lines_of(printed)
    if matches(expected, actual):
        return ""
    return "\n".join(difflib.unified_diff(expected, actual, "shown in the document", "printed", lineterm=""))


def is_excerpt(block, lines):
    """Whether a block's lines stand in a file one behind the other, wherever they are indented to.

    A line `...` (also as a comment) stands for any lines of the file.
    """
    position = 0
    for part in parts_of(block):
        position = position_behind(part, lines, position)
        if position < 0:
            return False
    return True


def parts_of(block):
    parts = [[]]
    for line in block:
        if re.fullmatch(r"\s*(#|//|--)?\s*\.\.\.\s*", line):
            parts.append([])
        else:
            parts[-1].append(line.rstrip())
    return [trimmed for trimmed in map(without_empty_ends, parts) if trimmed]


def without_empty_ends(lines):
    while lines and not lines[0]:
        lines = lines[1:]
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines


def position_behind(part, lines, begin):
    for start in range(begin, len(lines) - len(part) + 1):
        if is_indented(part, lines[start:start + len(part)]):
            return start + len(part)
    return -1


def is_indented(part, lines):
    """Whether all lines are those of the part behind one and the same number of blanks, more or less."""
    depth = indentation(lines[0]) - indentation(part[0])
    for line, other in zip(part, lines):
        if line.strip() != other.strip():
            return False
        if line.strip() and indentation(other) - indentation(line) != depth:
            return False
    return True


def indentation(line):
    return len(line) - len(line.lstrip())
