"""Which rules are drawn, and how."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from ..render import OUTCOMES
from ..report import Finding, Report, Value
from ..text import Text
from ..vision.by_hand import uses
from ..vision.scene import Scene
from . import lines, state, turns
from .shape import Drawn, Shape, View
from .words import ends_of, need, value_of


@dataclass(frozen=True, slots=True)
class _Form:
    """How a rule is drawn.

    ``name`` is what its line is called, ``words`` a sentence about its value, ``ways`` those for values below
    and above 0, where the sign is a direction; ``side`` is the picture's side of which a value in px is a
    part; ``fixed`` says that the bands hang on nothing in the photo.
    """

    name: Text
    words: Text
    draw: Callable[[View], Drawn]
    side: Literal["width", "height"] = "height"
    ways: tuple[Text, Text] | None = None
    fixed: bool = False

    def say(self, measured: Value, unit: str, ends: tuple[float | None, float | None]) -> tuple[str, Text]:
        """Return a measured value without its direction, and a sentence about it; the name where none is."""
        if self.ways is None or not isinstance(measured, int | float):
            value, words = value_of(measured, unit, ends), self.words
        else:
            value = value_of(abs(measured), unit, ends)
            words = self.ways[measured > 0] if measured else self.words
        return value, words.format(value=value) if value else self.name


_FORMS: Mapping[str, _Form] = {
    "face-count": _Form(Text("人脸", "faces"), Text("人脸 {value} 张", "{value} face(s)"), lines.faces),
    "crown-position": _Form(
        Text("头顶线", "crown line"),
        Text("头顶线在高度的 {value}", "crown line at {value} of the height"),
        lines.crown,
        fixed=True,
    ),
    "head-height": _Form(
        Text("下巴线", "chin line"),
        Text("从头顶到下巴占高度的 {value}", "crown to chin takes {value} of the height"),
        lines.head,
    ),
    "eye-line": _Form(
        Text("眼睛线", "eye line"),
        Text("眼睛线在高度的 {value}", "eye line at {value} of the height"),
        lines.eyes,
        fixed=True,
    ),
    "face-width": _Form(
        Text("脸宽", "face width"),
        Text("脸宽占宽度的 {value}", "the face takes {value} of the width"),
        lines.face_width,
        "width",
    ),
    "head-centring": _Form(
        Text("头的中线", "middle of the head"),
        Text("头的中线离照片正中 {value}", "the head's middle is {value} of the width off the picture's"),
        lines.centring,
        "width",
        (
            Text("头偏画面左边 {value}", "the head is off to the left by {value} of the width"),
            Text("头偏画面右边 {value}", "the head is off to the right by {value} of the width"),
        ),
        fixed=True,
    ),
    "side-margins": _Form(
        Text("左右留白", "side margins"),
        Text("头离照片左右边最近处占宽度的 {value}", "beside the head at least {value} of the width is free"),
        lines.margins,
        "width",
        fixed=True,
    ),
    "shoulders": _Form(
        Text("肩线", "shoulder line"),
        Text("肩线倾斜 {value}", "the shoulder line leans {value}"),
        turns.shoulders,
        ways=(
            Text("画面左边的肩低，倾斜 {value}", "the shoulder at the picture's left is lower by {value}"),
            Text("画面右边的肩低，倾斜 {value}", "the shoulder at the picture's right is lower by {value}"),
        ),
    ),
    "roll": _Form(
        Text("歪头", "roll"),
        Text("头歪了 {value}", "the head leans {value}"),
        turns.roll,
        ways=(
            Text("头往画面左边歪 {value}", "the head leans {value} to the picture's left"),
            Text("头往画面右边歪 {value}", "the head leans {value} to the picture's right"),
        ),
    ),
    "yaw": _Form(
        Text("侧脸", "yaw"),
        Text("脸转向一侧 {value}", "the face is turned {value}"),
        turns.yaw,
        ways=(
            Text("脸转向画面左边 {value}", "the face is turned {value} to the picture's left"),
            Text("脸转向画面右边 {value}", "the face is turned {value} to the picture's right"),
        ),
    ),
    "pitch": _Form(
        Text("仰俯", "pitch"),
        Text("仰头或低头 {value}", "the face looks up or down {value}"),
        turns.pitch,
        ways=(
            Text("低头 {value}", "the face looks down {value}"),
            Text("仰头 {value}", "the face looks up {value}"),
        ),
    ),
    "eyes-open": _Form(
        Text("眼睑", "eyelids"),
        Text("眼睛睁开的高度是眼睛到下巴的 {value}", "the eyes are open by {value} of eyes to chin"),
        state.lids,
    ),
    "mouth-closed": _Form(
        Text("嘴唇", "lips"),
        Text("上下唇之间是眼睛到下巴的 {value}", "the lips are apart by {value} of eyes to chin"),
        state.lips,
    ),
    "gaze": _Form(
        Text("视线", "gaze"),
        Text("瞳孔离正视的位置 {value}", "the pupils are off by {value} of the eye"),
        state.irises,
        ways=(
            Text(
                "瞳孔偏画面左边，眼宽的 {value}",
                "the pupils are off to the left by {value} of the eye",
            ),
            Text(
                "瞳孔偏画面右边，眼宽的 {value}",
                "the pupils are off to the right by {value} of the eye",
            ),
        ),
    ),
    "inter-eye-distance": _Form(
        Text("两眼距离", "eyes apart"), Text("两眼相距 {value}", "the eyes are {value} apart"), lines.apart
    ),
}

# A rule with two kinds of limits, where it measured a share and not an angle.
_SHARES: Mapping[str, _Form] = {
    "shoulders": _Form(
        Text("下巴以下", "below the chin"),
        Text("下巴以下占高度的 {value}", "{value} of the height lies below the chin"),
        lines.below_chin,
        fixed=True,
    )
}
DRAWN = tuple(_FORMS)
"""The rules that are drawn."""


def drawing(scene: Scene | None, report: Report) -> list[Shape]:
    """Return a shape for each finding of ``report`` whose rule measures where something lies in the photo.

    They come in the report's order and in its language; what is left to the person to judge has none. Of a
    rule that could not judge only the band is drawn, where that does not hang on what was not found.
    """
    return [
        _shape(scene, finding, _form(finding))
        for finding in report.findings
        if finding.rule in _FORMS and finding.outcome != "manual"
    ]


def _form(finding: Finding) -> _Form:
    forms = _SHARES if finding.verdict.unit == "fraction" and finding.rule in _SHARES else _FORMS
    return forms[finding.rule]


def _shape(scene: Scene | None, finding: Finding, form: _Form) -> Shape:
    lang, verdict = finding.lang, finding.verdict
    low, high = ends_of(verdict.allowed)
    judged = verdict.outcome != "unknown"
    drawn = Drawn()
    if scene is not None:
        share = (scene.size[form.side == "height"]) if verdict.unit == "px" else 1
        view = View(scene, *(end if end is None else end / share for end in (low, high)))
        drawn = form.draw(view)
    if not judged:
        drawn = replace(drawn, lines=()) if form.fixed else Drawn()
    value, said = form.say(verdict.measured if judged else None, verdict.unit, (low, high))
    outcome = OUTCOMES[verdict.outcome].to(lang)
    colon = "：" if lang == "zh" else ": "
    allowed = need(low, high, verdict.unit, lang)
    return Shape(
        rule=finding.rule,
        outcome=verdict.outcome,
        title=finding.title.to(lang),
        words=f"{said.to(lang)}{allowed}{colon}{outcome}",
        name=form.name.to(lang),
        value=value,
        drawn=drawn,
        handles=tuple(sorted(uses(finding.rule, verdict.unit, scene))),
    )
