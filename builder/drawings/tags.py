"""The tags that put drawings into a page."""

from __future__ import annotations

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup

from builder.drawings.panels import NEUTRAL, PANELS, Panel
from builder.drawings.svg import svg
from builder.errors import BuildError
from builder.partials import partial
from checker.text import Lang, Text


class DrawingTags:
    """The tags of drawings.

    ``{{ drawing("roll") }}``: photos right and wrong, drawn; ``drawn`` are the names there are, rules
    too. ``{{ scene("room") }}``: a drawing that has a template of its own.
    """

    def __init__(self, env: jinja2.Environment, lang: Lang) -> None:
        self._env = env
        self._lang = lang

    def by_name(self) -> dict[str, object]:
        """The tags under the names that pages use."""
        return {"drawing": self.drawing, "drawn": PANELS, "scene": self.scene}

    @jinja2.pass_context
    def drawing(self, context: Context, name: str) -> Markup:
        """HTML of the drawings of a rule, or of another name. Raises ``unknown-drawing``."""
        if name not in PANELS:
            raise BuildError("unknown-drawing", f"«{name}» is none of {', '.join(PANELS)}")
        panels = [
            (panel, svg(panel.figure, self._told(panel, name), f"{name}-{number}"))
            for number, panel in enumerate(PANELS[name], 1)
        ]
        return partial(
            self._env, "_drawing.html", context, panels=panels, neutral=name in NEUTRAL, lang=self._lang
        )

    @jinja2.pass_context
    def scene(self, context: Context, name: str) -> Markup:
        """SVG of a scene that has a template of its own: ``room`` or ``height``."""
        return partial(self._env, f"_{name}.html", context)

    def _told(self, panel: Panel, name: str) -> str:
        """The words for who cannot see a drawing."""
        words = panel.words.to(self._lang)
        if name in NEUTRAL:
            return Text(f"示意图：{words}", f"Drawing: {words}").to(self._lang)
        zh, en = ("正确", "right") if panel.right else ("错误", "wrong")
        return Text(f"示意图，{zh}：{words}", f"Drawing, {en}: {words}").to(self._lang)
