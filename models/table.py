"""The table of models: where each comes from and what is made of it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
RESULTS = ROOT / "checker" / "vision" / "models"
PORTRAIT = ROOT / "tests" / "photos" / "astronaut.png"
REFERENCES = HERE / "references.json"


@dataclass(frozen=True, slots=True)
class Model:
    """A model; the fields are those of models.toml, where they are explained."""

    name: str
    title: str
    package: str
    member: tuple[str, ...]
    source: str
    result: str
    side: int
    scale: float
    offset: float
    outputs: dict[str, str]
    bytes: str = ""
    bits: dict[str, Any] | None = None


def load() -> list[Model]:
    """Return the models in the order of models.toml."""
    tables = tomllib.loads((HERE / "models.toml").read_text(encoding="utf-8"))
    return [
        Model(**{"name": name, **table, "member": tuple(table["member"])}) for name, table in tables.items()
    ]
