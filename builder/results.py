"""What the parts of the accuracy page have in common: the file of a benchmark's results, and its rules."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup

from builder.errors import BuildError
from builder.partials import partial
from builder.project import Project
from checker.rules import titles
from checker.text import Lang


class ResultsTags:
    """Tags that are drawn from the results in ``FILE``, below the project's root, which ``COMMAND`` writes.

    All they say is in ``lang``.
    """

    FILE: ClassVar[Path]
    COMMAND: ClassVar[str]

    def __init__(self, env: jinja2.Environment, project: Project, lang: Lang) -> None:
        self._env = env
        self._lang = lang
        self._file = project.root / self.FILE
        self._shown = project.show(self._file)
        self._titles: Mapping[str, str] = titles(lang)

    def number(self, key: str) -> str:
        """A number of the results with its thousands set apart. Raises ``broken-results`` for another key."""
        value = self._results().get(key)
        if not isinstance(value, int):
            raise BuildError("broken-results", f"there is no number «{key}» in it", self._shown)
        return f"{value:,}"

    def _rules(self) -> list[dict[str, Any]]:
        """The results of every rule, with its title. Raises ``broken-results`` for one that is none."""
        rules = []
        for rule in self._results()["rules"]:
            if rule["rule"] not in self._titles:
                raise BuildError(
                    "broken-results",
                    f"the checker has no rule «{rule['rule']}»; run {self.COMMAND} again",
                    self._shown,
                )
            rules.append({**rule, "title": self._titles[rule["rule"]]})
        return rules

    def _results(self) -> dict[str, Any]:
        return self._read

    @functools.cached_property
    def _read(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise BuildError(
                "broken-results", f"cannot be read ({error}); run {self.COMMAND}", self._shown
            ) from error
        return found

    def _partial(self, name: str, context: Context, **values: object) -> Markup:
        return partial(self._env, name, context, **values)
