"""The bill of materials is valid CycloneDX, names what is shipped, and is the same each time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cyclonedx.schema
import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource

from builder.runtime import npm_files, sbom
from models import table
from wheels import recipe

ROOT = Path(__file__).parents[2]
SCHEMAS = Path(cyclonedx.schema.__file__).parent / "_res"
BEFORE = "http://cyclonedx.org/schema/"


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    text = sbom.document(ROOT)
    assert text == sbom.document(ROOT)
    document: dict[str, Any] = json.loads(text)
    return document


def test_it_is_valid_cyclonedx(told: dict[str, Any]) -> None:
    registry: Registry[Any] = Registry()
    for name in ("spdx", "jsf-0.82"):
        schema = json.loads((SCHEMAS / f"{name}.SNAPSHOT.schema.json").read_text(encoding="utf-8"))
        schema.setdefault("$schema", "http://json-schema.org/draft-07/schema#")
        registry = registry.with_resource(
            f"{BEFORE}{name}.SNAPSHOT.schema.json", Resource.from_contents(schema)
        )
    own = json.loads((SCHEMAS / "bom-1.6.SNAPSHOT.schema.json").read_text(encoding="utf-8"))
    validator = Draft7Validator(own, registry=registry)
    validator.validate(told)
    assert list(validator.iter_errors({**told, "specVersion": 7})), "the schema refuses what is wrong"


def test_every_part_that_is_shipped_is_in_it(told: dict[str, Any]) -> None:
    parts = {part["name"]: part for part in told["components"]}
    for name, item in recipe.load_all().items():
        assert parts[name]["version"] == item.version
        assert parts[name]["hashes"] == [{"alg": "SHA-256", "content": item.source.sha256}]
    for model in table.load():
        assert parts[model.name]["hashes"] == [{"alg": "SHA-256", "content": model.result}]
    # All files of npm packages that the bundle takes come from a part of the bill.
    for place in npm_files.PLACES:
        assert place.split("/")[0] in parts
    assert all(part["licenses"] for part in told["components"])


def test_the_page_depends_on_all_and_libraries_on_theirs(told: dict[str, Any]) -> None:
    needs = {entry["ref"]: entry.get("dependsOn", []) for entry in told["dependencies"]}
    own = told["metadata"]["component"]["bom-ref"]
    assert sorted(needs[own]) == sorted(part["bom-ref"] for part in told["components"])
    heif, decoder = (next(ref for ref in needs if ref.startswith(name)) for name in ("libheif@", "libde265@"))
    assert needs[heif] == [decoder]
