"""The JSON schema of a standard's file and the loader: they agree on what is such a file."""

import copy
import json
import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import Any

import jsonschema
import pytest

from checker import standards
from checker.cli import main
from checker.errors import StandardError
from checker.standards.parse import read_standard
from checker.standards.schema import schema
from checker.table import Table
from tests.checker.test_overrides import MANUAL, OWN

VALIDATOR = jsonschema.Draft202012Validator(schema(), format_checker=jsonschema.FormatChecker(["date"]))
OWN_ID = "my-school"
IDS = [*standards.load_all(), OWN_ID]
# What no JSON schema can say, by the loader's words.
ONLY_THE_LOADER = re.compile(
    r"is above max|must be above|must not be above|source: must be one of own|says nothing about"
    r"|has a placeholder|needs level, share or both|must hold the range|must be within the range"
    r"|there is no standard|overlaps|is no regular expression"
)
Json = dict[str, Any]


def document(standard_id: str) -> Json:
    if standard_id == OWN_ID:
        return tomllib.loads(OWN + MANUAL.format("{min}"))
    text = resources.files("checker.standards").joinpath(f"{standard_id}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def refusal(data: Json) -> str | None:
    """Return what the loader says against a document, None when it takes it."""
    try:
        read_standard(Table(data, "own.toml"), "own.toml", standards.common(), standards.load, own=True)
    except StandardError as error:
        return str(error)
    return None


def mutations(data: Json) -> Iterator[tuple[str, Json]]:
    """Yield copies of a document with one fault each, and where it is."""

    def changed(path: list[Any], change: Any) -> Json:
        whole = copy.deepcopy(data)
        at: Any = whole
        for step in path:
            at = at[step]
        change(at)
        return whole

    def walk(node: Any, path: list[Any]) -> Iterator[tuple[str, Json]]:
        if isinstance(node, dict):
            yield f"{path} unknown key", changed(path, lambda at: at.__setitem__("colour", 1))
            for key, value in node.items():
                yield f"{path} without {key}", changed(path, lambda at, key=key: at.pop(key))
                for other in others(value):
                    yield (
                        f"{path} {key} = {other!r}",
                        changed(path, lambda at, key=key, other=other: at.__setitem__(key, other)),
                    )
                yield from walk(value, [*path, key])
        elif isinstance(node, list):
            for index, value in enumerate(node):
                yield f"{path} plus a number", changed(path, lambda at: at.append(5))
                yield from walk(value, [*path, index])

    yield from walk(data, [])


def others(value: Any) -> list[Any]:
    """Return values that may be wrong in place of ``value``."""
    if isinstance(value, bool):
        return ["yes", 1, not value]
    if isinstance(value, str):
        return ["", 5, [], f"{value}!", f"{value}-x", "2026-02-30", "\n"]
    if isinstance(value, (int, float)):
        return ["5", True, -1, 0, 1.5, value + 1, 10**6, 10**400, -(10**10)]
    if isinstance(value, list):
        return [[], 5, {}, [""]]
    return [[], 5, "x", {}]


def test_the_shipped_schema_is_the_code_s() -> None:
    text = resources.files("checker.standards").joinpath("standard.schema.json").read_text(encoding="utf-8")
    assert json.loads(text) == schema(), (
        "run: python -m checker standards schema > checker/standards/standard.schema.json"
    )
    jsonschema.Draft202012Validator.check_schema(schema())


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["standards", "schema"]) == 0
    printed = capsys.readouterr().out
    shipped = resources.files("checker.standards").joinpath("standard.schema.json")
    assert printed == shipped.read_text(encoding="utf-8")


@pytest.mark.parametrize("standard_id", IDS)
def test_each_standard_follows_it(standard_id: str) -> None:
    VALIDATOR.validate(document(standard_id))
    # `own` only refuses the id, and only `load_file` does.
    assert refusal(document(standard_id)) is None


@pytest.mark.parametrize("standard_id", IDS)
def test_schema_and_loader_agree_on_every_mutation(standard_id: str) -> None:
    original = document(standard_id)
    accepted = refused = only_loader = 0
    for where, mutated in mutations(original):
        says, valid = refusal(mutated), VALIDATOR.is_valid(mutated)
        if says is None:
            assert valid, f"{where}: the schema refuses what the loader takes"
            accepted += 1
        elif valid:
            assert ONLY_THE_LOADER.search(says), f"{where}: the schema takes what the loader refuses: {says}"
            only_loader += 1
        else:
            refused += 1
    assert accepted > 10, "the mutations are not all faults"
    assert refused > 100
    assert only_loader < refused / 4, "the schema would say too little"


def test_every_fault_names_file_and_key() -> None:
    for where, mutated in mutations(document("postgraduate")):
        says = refusal(mutated)
        if says is not None:
            assert re.match(r"own\.toml: (.+: )*[a-z0-9_-]+( \d+)?: \S", says), (where, says)
