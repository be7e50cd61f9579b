"""A class list, and telling from a file's name which student it shows."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from ..errors import BatchError
from ..text import Text

_MAX_BYTES = 256 * 1024 * 1024
_ID_HEADS = frozenset(
    {
        "学号",
        "采集码",
        "图像采集码",
        "学籍号",
        "考生号",
        "准考证号",
        "编号",
        "id",
        "code",
        "studentid",
        "number",
    }
)
_NAME_HEADS = frozenset({"姓名", "名字", "学生姓名", "name", "studentname", "fullname"})
_DELIMITERS = "\t,;，；"
# What Excel makes of a long number: the last digits are lost.
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+\d+")
_MAX_JOINED = 4

NOT_LISTED = Text("名单里没有这个学号或姓名", "neither number nor name is in the list")
SEVERAL = Text("文件名对得上名单里的几个人", "the name fits several students")
DIFFER = Text("文件名里的学号和姓名不是同一个人", "number and name belong to different students")


@dataclass(frozen=True, slots=True)
class Student:
    """One line of the list; either ``id`` or ``name`` may be empty, not both."""

    id: str
    name: str

    def label(self) -> str:
        """Return number and name as people write them."""
        return f"{self.id} {self.name}".strip()


class Roster:
    """The students of a list, in its order."""

    def __init__(self, rows: Sequence[tuple[Sequence[str], str, int]], where: str) -> None:
        """``rows``: numbers (学号, 采集码), name and line of each student.

        Raises `BatchError` ``roster`` when two lines have the same number.
        """
        self.students: list[Student] = []
        self._by_id: dict[str, int] = {}
        self._by_name: dict[str, list[int]] = {}
        lines: dict[str, int] = {}
        for ids, name, line in rows:
            at = len(self.students)
            self.students.append(Student(next(filter(None, ids), ""), name))
            for key in filter(None, map(id_key, ids)):
                if self._by_id.setdefault(key, at) != at:
                    raise _error(where, f"lines {lines[key]} and {line} have the same number")
                lines[key] = line
            if key := name_key(name):
                self._by_name.setdefault(key, []).append(at)
        if not self.students:
            raise _error(where, "lists no student")
        self._longest = max(map(len, self._by_name), default=0)

    def find(self, file: str) -> int | Text:
        """Return the place of the student in ``students``, or why none can be told.

        The number counts where there is one: a whole run of letters and digits of the file's name, joined to
        the next ones if need be. Else the name, and if the file's name tells nothing, that of its folder.
        """
        path = PurePath(file)
        for text in (path.stem, path.parent.name):
            ids, names = self._ids_in(text), self._names_in(text)
            if len(ids) > 1 or (not ids and len(names) > 1):
                return SEVERAL
            if ids:
                [at] = ids
                return DIFFER if names and at not in names and self.students[at].name else at
            if names:
                [at] = names
                return at
        return NOT_LISTED

    def _ids_in(self, text: str) -> set[int]:
        tokens = re.findall(r"[0-9a-z]+", _plain(text))
        joined = (
            "".join(tokens[start:end])
            for start in range(len(tokens))
            for end in range(start + 1, min(len(tokens), start + _MAX_JOINED) + 1)
        )
        return {self._by_id[key] for key in joined if key in self._by_id}

    def _names_in(self, text: str) -> set[int]:
        """Return the students whose name is in ``text``; of names inside each other, the longest counts."""
        letters = name_key(text)
        if letters.isascii():
            return set(self._by_name.get(letters, ()))
        found: set[int] = set()
        taken: list[tuple[int, int]] = []
        for length in range(min(self._longest, len(letters)), 1, -1):
            for start in range(len(letters) - length + 1):
                span = (start, start + length)
                if any(a <= span[0] and span[1] <= b for a, b in taken):
                    continue
                if places := self._by_name.get(letters[span[0] : span[1]]):
                    found.update(places)
                    taken.append(span)
        return found


def read_roster(path: str) -> Roster:
    """Return the list in a CSV file: comma, semicolon or tab; UTF-8, UTF-16 with BOM, or GB18030.

    The columns are found by their titles (学号 or 采集码, and 姓名) or, without titles, by what is in them.
    Raises `BatchError` ``roster`` with the file's name and what to do.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise _error(path, getattr(error, "strerror", None) or "cannot be read") from None
    if len(data) > _MAX_BYTES:
        raise _error(path, "is too large for a class list")
    text = _decoded(data, path)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows = [
            (reader.line_num, [_cell(cell) for cell in row]) for row in reader if any(map(str.strip, row))
        ]
    except csv.Error as error:
        raise _error(path, f"is no table: {error}") from None
    if not rows:
        raise _error(path, "is empty")
    ids, name, with_titles = _columns([row for _, row in rows], path)
    students = []
    for line, row in rows[1 if with_titles else 0 :]:
        numbers = [row[at] for at in ids if at < len(row)]
        called = row[name] if name is not None and name < len(row) else ""
        if any(map(_SCIENTIFIC.fullmatch, numbers)):
            raise _error(
                path, f"line {line}: Excel has cut the number; format its column as text and save again"
            )
        if any(numbers) or called:
            students.append((numbers, called, line))
    return Roster(students, path)


def id_key(text: str) -> str:
    """Return a number in the form in which numbers are compared: letters and digits only."""
    return "".join(re.findall(r"[0-9a-z]+", _plain(text)))


def name_key(text: str) -> str:
    """Return a name in the form in which names are compared: letters only, without blanks and middle dots."""
    return "".join(filter(str.isalpha, _plain(text)))


def _columns(rows: Sequence[Sequence[str]], path: str) -> tuple[list[int], int | None, bool]:
    """Return the columns of numbers, the column of names, and whether the first row holds titles."""
    titles = ["".join(re.findall(r"\w+", _plain(cell))).replace("_", "") for cell in rows[0]]
    ids = [at for at, title in enumerate(titles) if title in _ID_HEADS]
    names = [at for at, title in enumerate(titles) if title in _NAME_HEADS]
    if ids or names:
        return ids, names[0] if names else None, True
    width = max(map(len, rows))
    ids = [
        at
        for at in range(width)
        if _mostly(rows, at, lambda cell: cell.isascii() and any(map(str.isdigit, cell)))
    ]
    names = [
        at for at in range(width) if at not in ids and _mostly(rows, at, lambda cell: bool(name_key(cell)))
    ]
    if not ids and not names:
        raise _error(path, "has no column of numbers (学号, 采集码) and none of names (姓名); add titles")
    # Without a title, a second column of numbers may be anything, such as a telephone number.
    return ids[:1], names[0] if names else None, False


def _mostly(rows: Sequence[Sequence[str]], at: int, fits: Callable[[str], bool]) -> bool:
    cells = [row[at] for row in rows if at < len(row) and row[at]]
    return bool(cells) and sum(map(fits, cells)) * 5 >= len(rows) * 4


def _cell(cell: str) -> str:
    cell = cell.strip().strip("\ufeff")
    if cell.startswith('="') and cell.endswith('"'):  # how long numbers are kept from Excel
        cell = cell[2:-1]
    return cell.removeprefix("'").strip()


def _decoded(data: bytes, path: str) -> str:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise _error(path, "is an Excel file; save it as CSV (逗号分隔)")
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _error(path, "is no text in UTF-8 or GB18030; save it as CSV again")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _error(path: str, what: str) -> BatchError:
    return BatchError("roster", f"{path}: {what}")
