"""Recipes: what they must say, and what is said of one that does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wheels import recipe
from wheels.errors import WheelsError
from wheels.recipe import CMakeBuild, WheelBuild

RECIPES = recipe.load_all()


def test_each_comes_after_what_it_requires() -> None:
    order = list(RECIPES)
    for name, item in RECIPES.items():
        assert all(order.index(required) < order.index(name) for required in item.requires)


def test_versions_that_the_project_promises() -> None:
    versions = {name: tuple(map(int, item.version.split("."))) for name, item in RECIPES.items()}
    assert versions["pillow"][0] == 13
    assert versions["pillow-heif"] == (1, 8, 1)
    assert versions["libheif"] >= (1, 23, 5)
    assert versions["libde265"] >= (1, 1, 3)


def test_known_faults_are_told_of_what_is_built() -> None:
    """A row in SECURITY.md is of the recipe's version, so that the faults of a new one are looked up."""
    text = (Path(__file__).parents[2] / "SECURITY.md").read_text(encoding="utf-8")
    told = {
        name.lower(): version for name, version in re.findall(r"(?m)^\| ([\w-]+) \| (\d+\.[\d.]+) \|", text)
    }
    assert told == {name: item.version for name, item in RECIPES.items() if name != "pillow-heif"}


@pytest.mark.parametrize("item", RECIPES.values(), ids=lambda item: item.name)
def test_sources_are_pinned_and_licences_named(item: recipe.Recipe) -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", item.source.sha256)
    assert item.licence
    assert item.licence_files
    assert isinstance(item.build, CMakeBuild) != isinstance(item.build, WheelBuild)


@pytest.mark.parametrize("item", RECIPES.values(), ids=lambda item: item.name)
def test_every_patch_begins_with_its_reason(item: recipe.Recipe) -> None:
    for patch in item.patches:
        reason, separator, _ = patch.read_text(encoding="utf-8").partition("\n--- a/")
        assert separator, f"{patch} changes nothing"
        assert len(reason.split()) > 5, f"{patch} does not say why"


def test_what_is_linked_into_each_wheel() -> None:
    names = {
        name: [library.name for library in recipe.linked_into(RECIPES[name], RECIPES)]
        for name in ("pillow", "pillow-heif")
    }
    assert names == {
        "pillow": ["lcms2", "libjpeg-turbo", "zlib"],
        "pillow-heif": ["libde265", "libheif"],
    }


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("name = ", "Invalid value"),
        ('name = "x"\n', "[cmake] and [wheel]"),
        ('name = "x"\n[cmake]\n', "'source'"),
        ('name = "x"\ncolour = "red"\n[source]\nregistry="pypi"\n[cmake]\n', "missing"),
    ],
)
def test_an_unusable_recipe_is_named(tmp_path: Path, text: str, part: str) -> None:
    (tmp_path / "recipe.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WheelsError, match=r"recipe\.toml") as caught:
        recipe.load(tmp_path)
    assert caught.value.code == "bad-recipe"
    assert part in str(caught.value)


def test_recipes_that_require_each_other_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = (RECIPES["zlib"].folder / "recipe.toml").read_text(encoding="utf-8")
    for name, other in (("first", "second"), ("second", "first")):
        (tmp_path / name).mkdir()
        text = template.replace('name = "zlib"', f'name = "{name}"\nrequires = ["{other}"]')
        (tmp_path / name / "recipe.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(recipe, "RECIPES", tmp_path)
    with pytest.raises(WheelsError, match="first → second → first"):
        recipe.load_all()
