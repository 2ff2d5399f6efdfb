"""Database schema migrations by Liquibase changelogs, through the library of Strata.

    import strata

    with strata.Migration("postgresql://app@db/shop", changelog_file="db.changelog.yaml") as migration:
        report = migration.update()
    print(len(report.applied), "changesets applied")

A migration is used by one thread at a time; cancel() may be called by any. Calls let other threads
of Python run. What a callback raises cancels the migration and is raised again by the call.

The library is the one named by the environment variable STRATA_LIBRARY, else the one installed
with this module, else libstrata.so.1 as the system finds it.
"""

import ctypes
import enum
import os
import pathlib
from ctypes import (CFUNCTYPE, POINTER, Structure, byref, c_char_p, c_int, c_int64, c_size_t, c_uint32,
                    c_void_p)
from dataclasses import dataclass, field
from typing import Callable, List, Mapping, Optional, Union

__all__ = ["ChangeSet", "CustomChange", "Failure", "Item", "Kind", "Level", "Migration", "Mistake",
           "Observer", "Report", "version"]

ABI_VERSION = 1


class Kind(enum.IntEnum):
    """What went wrong; the numbers are the exit statuses of the program."""
    INTERNAL = 1
    USAGE = 2
    CHANGELOG = 3
    CHECKSUM = 4
    SQL = 5
    CONNECTION = 6
    LOCK = 7
    ROLLBACK = 8
    STOPPED = 9
    PRECONDITION = 10
    HALF_DONE = 12
    INTERRUPTED = 130


class Level(enum.IntEnum):
    INFO = 1
    WARNING = 2


@dataclass(frozen=True)
class ChangeSet:
    path: str
    id: str
    author: str

    def __str__(self):
        return f"{self.path}::{self.id}::{self.author}"


@dataclass(frozen=True)
class Item:
    """A changeset in a report. `text` is EXECUTED, RERAN and so on of what was applied, else why it is there."""
    change_set: ChangeSet
    text: str
    milliseconds: int


@dataclass(frozen=True)
class Report:
    """What was done, or is to be done. `applied`: by a rollback, what was rolled back; of a status, the history."""
    applied: List[Item] = field(default_factory=list)
    pending: List[Item] = field(default_factory=list)
    skipped: List[Item] = field(default_factory=list)
    tolerated: List[Item] = field(default_factory=list)
    in_doubt: List[Item] = field(default_factory=list)
    unexpected: List[Item] = field(default_factory=list)
    sql: str = ""


@dataclass(frozen=True)
class Mistake:
    """One mistake in a changelog. Lines and columns count from 1; 0 is unknown."""
    path: str
    line: int
    column: int
    length: int
    is_warning: bool
    message: str
    hint: str
    source_line: str


class Failure(Exception):
    """What every call raises. str() is all there is to say, as the program prints it."""

    def __init__(self, message, *, kind, hint="", text="", statement="", sqlstate="", vendor_code=0, mistakes=(),
                 report=None):
        super().__init__(text or message)
        self.message = message
        self.kind = kind
        self.hint = hint
        self.statement = statement
        self.sqlstate = sqlstate
        self.vendor_code = vendor_code
        self.mistakes = list(mistakes)
        self.report = report or Report()


class Observer:
    """Hears of a run. Override what is of interest."""

    def change_set_starts(self, change_set: ChangeSet, index: int, total: int):
        pass

    def rollback_starts(self, change_set: ChangeSet, index: int, total: int):
        pass

    def statement_ended(self, sql: str, rows: int, milliseconds: int):
        pass

    def rows_loaded(self, path: str, rows: int):
        pass

    def waiting_for_lock(self, holder: str, since: str, seconds_left: int):
        pass

    def message(self, level: Level, text: str):
        pass


# --- the C interface, in the order of strata.h ----------------------------------------------------


class _ChangeSet(Structure):
    _fields_ = [("path", c_char_p), ("id", c_char_p), ("author", c_char_p)]


class _Mistake(Structure):
    _fields_ = [("path", c_char_p), ("line", c_uint32), ("column", c_uint32), ("length", c_uint32),
                ("is_warning", c_int), ("message", c_char_p), ("hint", c_char_p), ("source_line", c_char_p)]


class _File(Structure):
    _fields_ = [("path", c_char_p), ("data", c_char_p), ("size", c_size_t)]


class _Files(Structure):
    _fields_ = [("files", POINTER(_File)), ("count", c_size_t)]


class _Item(Structure):
    _fields_ = [("change_set", _ChangeSet), ("text", c_char_p), ("milliseconds", c_int64)]


_Starts = CFUNCTYPE(None, c_void_p, POINTER(_ChangeSet), c_size_t, c_size_t)


class _Observer(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("user", c_void_p),
        ("change_set_starts", _Starts),
        ("rollback_starts", _Starts),
        ("statement_ended", CFUNCTYPE(None, c_void_p, c_char_p, c_int64, c_int64)),
        ("rows_loaded", CFUNCTYPE(None, c_void_p, c_char_p, c_int64)),
        ("waiting_for_lock", CFUNCTYPE(None, c_void_p, c_char_p, c_char_p, c_int64)),
        ("message", CFUNCTYPE(None, c_void_p, c_int, c_char_p)),
    ]


_Custom = CFUNCTYPE(None, c_void_p, c_void_p)
_Handle = c_void_p
_Report = POINTER(c_void_p)

_SIGNATURES = {
    "strata_version": (c_char_p, []),
    "strata_abi_version": (c_int, []),
    "strata_error_kind": (c_int, [_Handle]),
    "strata_error_message": (c_char_p, [_Handle]),
    "strata_error_hint": (c_char_p, [_Handle]),
    "strata_error_text": (c_char_p, [_Handle]),
    "strata_error_statement": (c_char_p, [_Handle]),
    "strata_error_sqlstate": (c_char_p, [_Handle]),
    "strata_error_vendor_code": (c_int64, [_Handle]),
    "strata_error_mistake_count": (c_size_t, [_Handle]),
    "strata_error_mistake": (_Mistake, [_Handle, c_size_t]),
    "strata_error_free": (None, [_Handle]),
    "strata_new": (_Handle, []),
    "strata_free": (None, [_Handle]),
    "strata_set": (_Handle, [_Handle, c_char_p, c_char_p]),
    "strata_set_parameter": (_Handle, [_Handle, c_char_p, c_char_p]),
    "strata_add_files": (_Handle, [_Handle, POINTER(_Files)]),
    "strata_add_driver": (_Handle, [_Handle, c_char_p]),
    "strata_set_observer": (_Handle, [_Handle, POINTER(_Observer)]),
    "strata_custom_parameter": (c_char_p, [_Handle, c_char_p]),
    "strata_custom_execute": (c_int, [_Handle, c_char_p]),
    "strata_custom_is_live": (c_int, [_Handle]),
    "strata_custom_fail": (None, [_Handle, c_char_p]),
    "strata_add_custom_change": (_Handle, [_Handle, c_char_p, _Custom, _Custom, c_void_p]),
    "strata_plan": (_Handle, [_Handle, _Report]),
    "strata_status": (_Handle, [_Handle, _Report]),
    "strata_validate": (_Handle, [_Handle]),
    "strata_update": (_Handle, [_Handle, _Report]),
    "strata_update_count": (_Handle, [_Handle, c_size_t, _Report]),
    "strata_update_to_tag": (_Handle, [_Handle, c_char_p, _Report]),
    "strata_update_sql": (_Handle, [_Handle, _Report]),
    "strata_rollback_count": (_Handle, [_Handle, c_size_t, _Report]),
    "strata_rollback_to_tag": (_Handle, [_Handle, c_char_p, _Report]),
    "strata_rollback_to_date": (_Handle, [_Handle, c_char_p, _Report]),
    "strata_tag": (_Handle, [_Handle, c_char_p]),
    "strata_cancel": (None, [_Handle]),
    "strata_report_count": (c_size_t, [_Handle, c_int]),
    "strata_report_item": (_Item, [_Handle, c_int, c_size_t]),
    "strata_report_sql": (c_char_p, [_Handle]),
    "strata_report_free": (None, [_Handle]),
}


def _library_path():
    if "STRATA_LIBRARY" in os.environ:
        return os.environ["STRATA_LIBRARY"]
    for folder in pathlib.Path(__file__).resolve().parents:
        if (folder / "libstrata.so.1").exists():
            return str(folder / "libstrata.so.1")
    return "libstrata.so.1"


def _load():
    library = ctypes.CDLL(_library_path())
    for name, (result, arguments) in _SIGNATURES.items():
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments
    if library.strata_abi_version() != ABI_VERSION:
        raise ImportError(f"libstrata has ABI version {library.strata_abi_version()}, this module needs {ABI_VERSION}")
    return library


_library = _load()


def version() -> str:
    """Of the library."""
    return _library.strata_version().decode()


def _text(value) -> str:
    return (value or b"").decode("utf-8", "replace")


def _bytes(value) -> bytes:
    return str(value).encode()


def _change_set(found) -> ChangeSet:
    return ChangeSet(_text(found.path), _text(found.id), _text(found.author))


def _items(report, which) -> List[Item]:
    items = []
    for index in range(_library.strata_report_count(report, which)):
        item = _library.strata_report_item(report, which, index)
        items.append(Item(_change_set(item.change_set), _text(item.text), item.milliseconds))
    return items


def _to_report(handle) -> Report:
    if not handle:
        return Report()
    try:
        # In the order of the enumeration strata_list, from 1.
        lists = [_items(handle, which) for which in range(1, 7)]
        return Report(*lists, sql=_text(_library.strata_report_sql(handle)))
    finally:
        _library.strata_report_free(handle)


def _to_failure(error, report) -> Failure:
    try:
        mistakes = []
        for index in range(_library.strata_error_mistake_count(error)):
            found = _library.strata_error_mistake(error, index)
            mistakes.append(Mistake(_text(found.path), found.line, found.column, found.length, bool(found.is_warning),
                                    _text(found.message), _text(found.hint), _text(found.source_line)))
        return Failure(_text(_library.strata_error_message(error)),
                       kind=Kind(_library.strata_error_kind(error)),
                       hint=_text(_library.strata_error_hint(error)),
                       text=_text(_library.strata_error_text(error)),
                       statement=_text(_library.strata_error_statement(error)),
                       sqlstate=_text(_library.strata_error_sqlstate(error)),
                       vendor_code=_library.strata_error_vendor_code(error),
                       mistakes=mistakes,
                       report=report)
    finally:
        _library.strata_error_free(error)


class _Refused(Exception):
    """Ends a custom change whose statement failed; the library knows the error."""


class CustomChange:
    """What the function of a customChange is given; it lives until that returns."""

    def __init__(self, handle):
        self._handle = handle

    def parameter(self, name: str) -> Optional[str]:
        value = _library.strata_custom_parameter(self._handle, _bytes(name))
        return None if value is None else _text(value)

    @property
    def is_live(self) -> bool:
        """Whether there is a database; else only a script is made."""
        return bool(_library.strata_custom_is_live(self._handle))

    def execute(self, sql: str):
        """Runs statements within the changeset's transaction, or prints them into a script."""
        if _library.strata_custom_execute(self._handle, _bytes(sql)):
            raise _Refused


CustomFunction = Callable[[CustomChange], None]


class Migration:
    """A database and a changelog. Settings are those of the command line: `contexts`, `lock_wait`, ..."""

    def __init__(self, url: Optional[str] = None, **settings):
        self._thrown: Optional[BaseException] = None
        self._kept = []  # what callbacks need
        self._handle = _library.strata_new()
        if not self._handle:
            raise MemoryError
        if url is not None:
            self.set("url", url)
        for name, value in settings.items():
            self.set(name, value)

    def close(self):
        handle, self._handle = self._handle, None
        if handle:
            _library.strata_free(handle)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __del__(self):
        if getattr(self, "_handle", None):
            self.close()

    def set(self, name: str, value):
        """A setting by its name on the command line; `_` stands for `-`."""
        if isinstance(value, bool):
            value = "true" if value else "false"
        self._check(_library.strata_set(self._live(), _bytes(name.replace("_", "-")), _bytes(value)))

    def parameter(self, name: str, value):
        """A changelog parameter, ${name}."""
        self._check(_library.strata_set_parameter(self._live(), _bytes(name), _bytes(value)))

    def files(self, files: Mapping[str, Union[str, bytes]]):
        """Files of the changelog that are in memory, by their paths. With these, none is read from folders."""
        entries = (_File * len(files))()
        for entry, (path, content) in zip(entries, files.items()):
            data = content.encode() if isinstance(content, str) else content
            entry.path, entry.data, entry.size = path.encode(), data, len(data)
        self._check(_library.strata_add_files(self._live(), byref(_Files(entries, len(files)))))

    def driver(self, path):
        """A driver in a shared library, or all those in a folder."""
        self._check(_library.strata_add_driver(self._live(), os.fsencode(path)))

    def observe(self, observer: Observer):
        def starts(tell):
            return _Starts(lambda _, key, index, total: self._guarded(tell, _change_set(key.contents), index, total))

        types = dict(_Observer._fields_)
        callbacks = _Observer(
            size=ctypes.sizeof(_Observer),
            change_set_starts=starts(observer.change_set_starts),
            rollback_starts=starts(observer.rollback_starts),
            statement_ended=types["statement_ended"](
                lambda _, sql, rows, elapsed: self._guarded(observer.statement_ended, _text(sql), rows, elapsed)),
            rows_loaded=types["rows_loaded"](
                lambda _, path, rows: self._guarded(observer.rows_loaded, _text(path), rows)),
            waiting_for_lock=types["waiting_for_lock"](
                lambda _, holder, since, left: self._guarded(observer.waiting_for_lock, _text(holder), _text(since),
                                                             left)),
            message=types["message"](
                lambda _, level, text: self._guarded(observer.message, Level(level), _text(text))))
        self._kept.append(callbacks)
        self._check(_library.strata_set_observer(self._live(), byref(callbacks)))

    def custom_change(self, class_name: str, execute: CustomFunction, undo: Optional[CustomFunction] = None):
        """What stands for a Java class. What the function raises makes the changeset fail."""
        forth = self._custom(execute)
        back = self._custom(undo) if undo else _Custom()
        self._kept += [forth, back]
        self._check(_library.strata_add_custom_change(self._live(), _bytes(class_name), forth, back, None))

    def plan(self) -> Report:
        """What an update would do. Takes no lock, changes nothing."""
        return self._run(_library.strata_plan)

    def status(self) -> Report:
        """The history, what is pending, and what ran but is not in the changelog. Takes no lock, changes nothing."""
        return self._run(_library.strata_status)

    def validate(self):
        self._check(_library.strata_validate(self._live()))

    def update(self, *, count: Optional[int] = None, to_tag: Optional[str] = None) -> Report:
        """Applies what is pending; all of it, or so many changesets, or up to a tag."""
        if count is not None and to_tag is not None:
            raise TypeError("either count or to_tag")
        if count is not None:
            return self._run(_library.strata_update_count, count)
        if to_tag is not None:
            return self._run(_library.strata_update_to_tag, _bytes(to_tag))
        return self._run(_library.strata_update)

    def update_sql(self) -> str:
        """The SQL that update() would run."""
        return self._run(_library.strata_update_sql).sql

    def rollback(self, *, count: Optional[int] = None, to_tag: Optional[str] = None,
                 to_date: Optional[str] = None) -> Report:
        """Undoes so many changesets, or those after a tag or a moment."""
        if [count, to_tag, to_date].count(None) != 2:
            raise TypeError("one of count, to_tag, to_date")
        if count is not None:
            return self._run(_library.strata_rollback_count, count)
        if to_tag is not None:
            return self._run(_library.strata_rollback_to_tag, _bytes(to_tag))
        return self._run(_library.strata_rollback_to_date, _bytes(to_date))

    def tag(self, tag: str):
        self._check(_library.strata_tag(self._live(), _bytes(tag)))

    def cancel(self):
        """Stops the call that runs at the next safe point; later ones end at once. From any thread."""
        _library.strata_cancel(self._live())

    def _live(self):
        if self._handle is None:
            raise ValueError("the migration is closed")
        return self._handle

    def _guarded(self, tell, *arguments):
        try:
            tell(*arguments)
        except BaseException as error:  # pylint: disable=broad-except
            self._thrown = self._thrown or error
            _library.strata_cancel(self._handle)

    def _custom(self, function):
        def call(_, handle):
            try:
                function(CustomChange(handle))
            except _Refused:
                pass
            except BaseException as error:  # pylint: disable=broad-except
                _library.strata_custom_fail(handle, _bytes(error))

        return _Custom(call)

    def _run(self, function, *arguments) -> Report:
        made = c_void_p()
        error = function(self._live(), *arguments, byref(made))
        report = _to_report(made)
        self._check(error, report)
        return report

    def _check(self, error, report=None):
        thrown, self._thrown = self._thrown, None
        failure = _to_failure(error, report) if error else None
        if thrown:
            raise thrown from failure
        if failure:
            raise failure
