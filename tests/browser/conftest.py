"""The built site, a server for it, and browsers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import ENGINES
from tests.browser.server import Server

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site, built once as anybody builds it."""
    out = tmp_path_factory.mktemp("site") / "dist"
    subprocess.run([sys.executable, str(ROOT / "build.py"), "--out", str(out)], cwd=ROOT, check=True)
    return out


@pytest.fixture
def server(site: Path) -> Iterator[Server]:
    """A server for the built site."""
    with Server(site) as running:
        yield running


@pytest.fixture(params=list(ENGINES))
def checker_page(request: pytest.FixtureRequest, server: Server, tmp_path: Path) -> Iterator[CheckerPage]:
    """The checker page in each engine, not yet opened; downloads go to ``tmp_path``/downloads."""
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    with ENGINES[request.param](downloads=downloads) as driver:
        yield CheckerPage(driver, server)
