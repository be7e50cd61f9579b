"""Who of a class has sent a photo, and what to tell each student."""

import csv
from collections.abc import Iterator

from ..report import Report
from ..text import Lang, Text
from .job import Result
from .roster import Roster, Student
from .writers import Extra, Lines, Write, plain_cell, what_to_mend

_SEVERITY = ("unreadable", "fail", "unknown", "warn", "pass")
_STATES = {
    "missing": Text("缺照片", "missing"),
    "double": Text("重复", "double"),
    "unreadable": Text("打不开", "unreadable"),
    "fail": Text("不合格", "fail"),
    "unknown": Text("无法判断", "unknown"),
    "warn": Text("提醒", "warn"),
    "pass": Text("合格", "pass"),
    "stranger": Text("认不出是谁", "whose?"),
}
_SENTENCES = {
    "missing": Text(
        "还没有收到你的毕业图像采集照片，请尽快发来。",
        "your graduation photo has not arrived yet; please send it.",
    ),
    "double": Text(
        "收到了你的 {n} 张照片（{files}），请告诉我用哪一张。",
        "{n} photos of you have arrived ({files}); which one shall be used?",
    ),
    "unreadable": Text(
        "你的照片「{files}」打不开。{what}",
        "your photo {files} cannot be opened. {what}",
    ),
    "fail": Text(
        "你的照片「{files}」不合格。{what}改好后请重新发来。",
        "your photo {files} fails. {what} Please send it anew.",
    ),
    "unknown": Text(
        "你的照片「{files}」有项目无法判断。{what}",
        "part of your photo {files} could not be judged. {what}",
    ),
    "warn": Text(
        "你的照片「{files}」没有不合格的项目，但请留意：{what}",
        "your photo {files} does not fail, but mind: {what}",
    ),
    "pass": Text(
        "你的照片「{files}」能检查的项目都合格。这不是官方审核，以学校通知为准。",
        "your photo {files} passes all that can be checked. This is no official review.",
    ),
}
_ID = Text("学号", "number")
_NAME = Text("姓名", "name")


class Attendance:
    """Brings photos and students together; its size grows with the class, a few hundred bytes a photo."""

    def __init__(self, roster: Roster, lang: Lang) -> None:
        self.roster = roster
        self._lang = lang
        self._photos: dict[int, list[tuple[str, str, str]]] = {}
        self._strangers: list[tuple[str, Text]] = []

    def titles(self) -> list[str]:
        """Return the titles of the columns that `add` fills."""
        return [_ID.to(self._lang), _NAME.to(self._lang)]

    def add(self, result: Result) -> Extra:
        """Take one photo; return number and name of its student by title, empty if none can be told."""
        at = self.roster.find(result.name)
        if isinstance(at, Text):
            self._strangers.append((result.name, at))
            return {}
        worst = min((report.outcome for report in result.reports), key=_SEVERITY.index)
        self._photos.setdefault(at, []).append((result.name, worst, _troubles(result.reports)))
        student = self.roster.students[at]
        return dict(zip(self.titles(), (student.id, student.name), strict=True))

    def student(self, name: str) -> Student | None:
        """Return whose photo the file called ``name`` is, or None if that cannot be told."""
        at = self.roster.find(name)
        return None if isinstance(at, Text) else self.roster.students[at]

    @property
    def complete(self) -> bool:
        """Whether every student has exactly one photo and every photo its student."""
        one_each = all(len(photos) == 1 for photos in self._photos.values())
        return one_each and len(self._photos) == len(self.roster.students) and not self._strangers

    def notes(self, *, interrupted: bool) -> Iterator[str]:
        """Yield missing, double and unknown photos as lines; who is missing is not known after a stop."""
        lang, students = self._lang, self.roster.students
        colon, comma = ("：", "、") if lang == "zh" else (": ", ", ")
        missing = [student for at, student in enumerate(students) if at not in self._photos]
        total = Text(
            "名单共 {n} 人，有照片的 {present} 人，缺 {missing} 人",
            "{n} students are listed, {present} have a photo, {missing} have none",
        )
        yield total.format(n=len(students), present=len(self._photos), missing=len(missing)).to(lang)
        if missing and interrupted:
            yield Text(
                "检查中途停止，缺谁的照片还不能确定。",
                "The check was stopped: who is missing is not known yet.",
            ).to(lang)
        elif missing:
            yield _STATES["missing"].to(lang) + colon + comma.join(student.label() for student in missing)
        for at, photos in sorted(self._photos.items()):
            if len(photos) > 1:
                files = comma.join(file for file, _, _ in photos)
                yield f"{_STATES['double'].to(lang)}{colon}{students[at].label()}{colon}{files}"
        for file, why in self._strangers:
            yield f"{_STATES['stranger'].to(lang)}{colon}{file}{colon}{why.to(lang)}"

    def write_messages(self, write: Write, *, interrupted: bool) -> None:
        """Write a table: a row a student with a sentence to send, then the photos that are nobody's."""
        rows = csv.writer(Lines(write))
        titles = [*self.titles(), *(text.to(self._lang) for text in _MESSAGE_TITLES)]
        write("\ufeff")
        rows.writerow(titles)
        for at, student in enumerate(self.roster.students):
            photos = self._photos.get(at, [])
            if photos or not interrupted:
                rows.writerow([plain_cell(cell) for cell in self._message(student, photos)])
        for file, why in self._strangers:
            cells = ("", "", _STATES["stranger"].to(self._lang), file, why.to(self._lang))
            rows.writerow([plain_cell(cell) for cell in cells])

    def _message(self, student: Student, photos: list[tuple[str, str, str]]) -> tuple[str, ...]:
        zh = self._lang == "zh"
        state = "missing" if not photos else photos[0][1] if len(photos) == 1 else "double"
        files = ("、" if zh else ", ").join(_base_name(file) for file, _, _ in photos)
        what = photos[0][2] if photos else ""
        sentence = _SENTENCES[state].format(n=len(photos), files=files, what=what).to(self._lang)
        who = student.name or student.id
        greeting = f"{who}同学：" if zh else f"{who}, "
        names = "; ".join(file for file, _, _ in photos)
        return student.id, student.name, _STATES[state].to(self._lang), names, greeting + sentence


_MESSAGE_TITLES = (Text("状态", "state"), Text("照片", "photo"), Text("给学生的话", "message"))


def _troubles(reports: tuple[Report, ...]) -> str:
    """Return what is wrong under all standards, each sentence once."""
    return "".join(dict.fromkeys(filter(None, map(what_to_mend, reports))))


def _base_name(file: str) -> str:
    return file.replace("\\", "/").rsplit("/", 1)[-1]
