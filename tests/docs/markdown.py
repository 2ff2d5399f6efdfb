"""Reads a Markdown document: its fenced blocks with the markers above them, links, headings and code in lines.

Knows nothing of what is done with them.
"""
import re
from dataclasses import dataclass, field

FENCE = re.compile(r"^(\s*)(`{3,})\s*([\w+-]*)\s*$")
COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
MARKER = re.compile(r"^(text|from|file|output of|setup)\b(?:\s*:\s*(.*))?$", re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$")


class DocumentError(Exception):
    """A mistake in a document, with the line it is in."""

    def __init__(self, line, text):
        super().__init__(text)
        self.line = line


@dataclass
class Block:
    line: int  # of the opening fence, from 1
    language: str
    lines: list
    markers: dict = field(default_factory=dict)

    @property
    def text(self):
        return "".join(line + "\n" for line in self.lines)


@dataclass
class Document:
    blocks: list = field(default_factory=list)
    links: list = field(default_factory=list)  # (line, target)
    spans: list = field(default_factory=list)  # (line, code)
    anchors: dict = field(default_factory=dict)  # of each heading, with its line
    lines: list = field(default_factory=list)

    def section_of(self, line):
        """The anchor of the last heading before a line."""
        return next((name for name, begin in reversed(self.anchors.items()) if begin < line), "")


def anchor(heading):
    """A heading's anchor, as GitHub and GitLab make it."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def markers_of(comments):
    found = {}
    for line, text in comments:
        matched = MARKER.match(text.strip())
        if matched is None:
            raise DocumentError(line, f"this marker means nothing: <!--{text}-->")
        found[matched[1]] = (matched[2] or "").strip()
    return found


def read_fence(lines, begin, matched):
    """Returns a block's lines, without its own indentation, and the index behind its end."""
    indent, fence = matched[1], matched[2]
    inside = []
    for index in range(begin + 1, len(lines)):
        if lines[index].strip() == fence:
            return inside, index + 1
        inside.append(lines[index].removeprefix(indent))
    raise DocumentError(begin + 1, "this block has no end")


def read_comment(lines, begin):
    """Returns the comment that opens in a line, and the index behind it."""
    for end in range(begin, len(lines)):
        if "-->" in lines[end]:
            text = "\n".join(lines[begin:end + 1])
            return COMMENT.search(text)[1], end + 1
    raise DocumentError(begin + 1, "this comment has no end")


def read_prose(document, number, line):
    heading = HEADING.match(line)
    if heading:
        name, count, unique = anchor(heading[2]), 0, anchor(heading[2])
        while unique in document.anchors:
            count += 1
            unique = f"{name}-{count}"
        document.anchors[unique] = number
    for matched in SPAN.finditer(line):
        document.spans.append((number, matched[2].strip()))
    for matched in LINK.finditer(line):
        document.links.append((number, matched[1]))


def parse(text):
    lines = text.split("\n")
    document, comments = Document(lines=lines), []
    index = 0
    while index < len(lines):
        line = lines[index]
        matched = FENCE.match(line)
        if matched:
            inside, behind = read_fence(lines, index, matched)
            document.blocks.append(Block(index + 1, matched[3], inside, markers_of(comments)))
            index, comments = behind, []
        elif line.strip().startswith("<!--"):
            comment, behind = read_comment(lines, index)
            comments.append((index + 1, comment))
            index = behind
        else:
            if line.strip():
                if comments:
                    markers_of_prose(comments)
                comments = []
            read_prose(document, index + 1, line)
            index += 1
    if comments:
        markers_of_prose(comments)
    return document


def markers_of_prose(comments):
    """A comment that is a marker stands above a block; above anything else it would have no effect."""
    for line, text in comments:
        if MARKER.match(text.strip()):
            raise DocumentError(line, f"no block follows the marker <!--{text}-->")
