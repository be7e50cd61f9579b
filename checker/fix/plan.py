"""What one file must be like to satisfy several standards at once, derived from their limits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from .. import standards
from ..rules import RULES
from ..standards import RuleEntry, Standard
from ..text import Lang, Text, gap
from .model import FIXABLE, Note, Size
from .room import NARROWS, Room

# Where the chosen standards leave a choice, the file is made to satisfy these too as far as it can be: the
# photo of a university's graduate meets all three on its way.
USUAL = ("online-upload", "school-batch", "chsi-2017")
# 300 dpi is what chsi-2017 asks for and print shops expect; a standard that wants another number gets it.
DPI = 300
_FORMAT = "JPEG"
_THREE_TO_FOUR = Fraction(3, 4)
_SIZES = frozenset({"pixel-size", "aspect-ratio", "orientation"})

Demand = tuple[Standard, RuleEntry]


@dataclass(frozen=True, slots=True)
class Plan:
    """The target for a set of standards.

    ``room`` is what all of them allow, ``aim`` the part of it that also suits `USUAL`; ``conflicts`` names
    limits that exclude each other, and when there are any, no file can be made.
    """

    standards: tuple[Standard, ...]
    room: Room
    aim: Room
    conflicts: tuple[Note, ...]

    @property
    def dpi(self) -> int:
        """The resolution to write into the file, in dots per inch."""
        return int(self.aim.dpi.nearest(DPI))

    @property
    def extension(self) -> str:
        """The extension of the file's name, ``jpg`` where it is allowed."""
        allowed = self.aim.extensions
        return "jpg" if not allowed or "jpg" in allowed else min(allowed)

    @property
    def size(self) -> Size:
        """The size in px that a photo of the shape 3:4, with pixels enough, gets."""
        shape = self.shape(_THREE_TO_FOUR)
        return next(self.aim.sizes(shape), None) or next(self.room.sizes(shape))

    @property
    def named(self) -> bool:
        """Whether a standard asks for a name, such as the student number, that must not get an addition."""
        names = (standard.rules.get("file-name") for standard in self.standards)
        return any(entry is not None and entry.limits.pattern is not None for entry in names)

    def shape(self, own: Fraction) -> Fraction:
        """Return the ratio of width to height for a picture that has the ratio ``own``.

        Its own where no standard speaks of the ratio, so that nothing is cut off; else the nearest allowed.
        """
        kept = not self.room.ruled and self.room.shapes.holds(own)
        return own if kept else Fraction(self.aim.shapes.nearest(own))


def plan(chosen: Sequence[Standard]) -> Plan:
    """Return the target that satisfies all of ``chosen``, of which there must be one or more."""
    room = Room()
    seen: list[Demand] = []
    conflicts = []
    told = []
    for standard in chosen:
        for entry in _fixable(standard):
            if (entry.rule_id, entry.limits) in told:
                continue  # the common rules are the same in each
            told.append((entry.rule_id, entry.limits))
            narrowed = _narrow(room, entry)
            if narrowed.empty:
                conflicts.append(_conflict(seen, (standard, entry)))
                continue
            room = narrowed
            seen.append((standard, entry))
            if room.formats is not None and _FORMAT not in room.formats:
                conflicts.append(_not_jpeg((standard, entry)))
                room = replace(room, formats=None)
    aim = room
    for standard_id in USUAL:
        for entry in _fixable(standards.load(standard_id)):
            narrowed = _narrow(aim, entry)
            if not narrowed.empty:
                aim = narrowed
    return Plan(tuple(chosen), room, aim, tuple(conflicts))


def _fixable(standard: Standard) -> Iterator[RuleEntry]:
    return (entry for entry in standard.rules.values() if entry.rule_id in FIXABLE)


def _narrow(room: Room, entry: RuleEntry) -> Room:
    narrows = NARROWS.get(entry.rule_id)
    return room if narrows is None else narrows(room, entry.limits)


def _conflict(seen: Sequence[Demand], last: Demand) -> Note:
    """Return the note that ``last`` cannot hold together with what was ``seen``, naming as few as will do."""
    for earlier in seen:
        if _narrow(_narrow(Room(), earlier[1]), last[1]).empty:
            return _excluding([earlier, last])
    # No two of them alone: name those that speak of the same things.
    alike = [pair for pair in seen if pair[1].rule_id in _SIZES and last[1].rule_id in _SIZES]
    return _excluding([*alike, last])


def _excluding(demands: Sequence[Demand]) -> Note:
    zh = "；".join(_cite(demand, "zh") for demand in demands)
    en = "; ".join(_cite(demand, "en") for demand in demands)
    text = Text(
        f"这几条要求互相冲突，没有一个文件能同时满足：{zh}。请按学校的通知只选一套，或分别导出。",
        f"These limits exclude each other, so no file can satisfy all: {en}. "
        "Choose the one that your school asks for, or make one file for each.",
    )
    return Note("limits-exclude", text, "problem")


def _not_jpeg(demand: Demand) -> Note:
    text = Text(
        f"本工具只生成 JPG，而{_cite(demand, 'zh')}。",
        f"This tool makes JPG files only, but: {_cite(demand, 'en')}.",
    )
    return Note("not-jpeg", text, "problem")


def _cite(demand: Demand, lang: Lang) -> str:
    """Return one limit with its standard and its source as a phrase."""
    standard, entry = demand
    rule = RULES[entry.rule_id]
    name, title = standard.name.to(lang), rule.TITLE.to(lang)
    limit, source = rule.describe(entry.limits).to(lang), entry.source
    if lang == "zh":
        return f"「{name}」的{title}要求{gap(limit)}（{source.cite_dated(lang)}）"
    return f'"{name}" wants {title.lower()}: {limit} ({source.cite_dated(lang)})'
