"""What the builder's tests share: the real project, its rendered guide, and copies that can be broken."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest

from builder.project import Project
from tests.builder.rendered import Built, render

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def project() -> Project:
    return Project.at(ROOT)


@pytest.fixture(scope="session")
def guide(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Built:
    return render(project, tmp_path_factory.mktemp("guide") / "site")


@pytest.fixture
def copy(project: Project, tmp_path: Path) -> Project:
    """The project with copies of the content, templates and static files, free to be broken.

    In one language: what breaks a build does so in any.
    """
    folder = tmp_path / "copy"
    shutil.copytree(project.content, folder / "content")
    shutil.copytree(project.templates.parent, folder / "site")
    return dataclasses.replace(
        project,
        content=folder / "content",
        templates=folder / "site" / "templates",
        static=folder / "site" / "static",
        languages=("zh",),
    )
