"""The built site, a server for it, and browsers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import ENGINES, Driver
from tests.browser.server import Server
from tests.browser.shared import once_a_run
from tests.browser.variants import TAMPERED, build_variant

ROOT = Path(__file__).resolve().parents[2]
# In a frame that a test failed on: what a person would read there.
SEEN = "document.body.innerText"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Beside a failure, tell what the checker page said then: a wait that ends in vain says little."""
    report = yield
    if call.when == "call" and report.failed:
        for name, value in getattr(item, "funcargs", {}).items():
            if isinstance(value, CheckerPage):
                report.sections.append((f"what {name} showed", _shown(value)))
    return report


def _shown(page: CheckerPage) -> str:
    try:
        return str(page.driver.in_frame(SEEN))
    except Exception as error:  # each driver has its own for a browser that is gone
        return str(error)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The whole site, built once a run as anybody builds it."""

    def build(folder: Path) -> None:
        out = str(folder / "dist")
        subprocess.run([sys.executable, str(ROOT / "build.py"), "--out", out], cwd=ROOT, check=True)

    return once_a_run(tmp_path_factory, worker_id, "site", build) / "dist"


@pytest.fixture(scope="session")
def tampered_site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The sealed page, with a checker that tries to send the photo away, or is never done with it."""
    made = once_a_run(tmp_path_factory, worker_id, "tampered", lambda to: build_variant(to, TAMPERED))
    return made / "dist"


@pytest.fixture(scope="session")
def visited_server(site: Path) -> Iterator[Server]:
    """A server whose checker page the shared browsers have visited before, all but for the first time."""
    with Server(site) as running:
        yield running


@pytest.fixture
def server(request: pytest.FixtureRequest, site: Path) -> Iterator[Server]:
    """A server for the built site, where no browser has been; for tests marked ``visited`` one may have been.

    There Python starts from its memory, as it does for whoever comes again, in a third of the time.
    """
    if request.node.get_closest_marker("visited"):
        running = request.getfixturevalue("visited_server")
        running.log.clear()
        yield running
        assert [*running.overrides, *running.unreachable, *running.held] == [], "tests to come get it too"
        return
    with Server(site) as running:
        yield running


class Engines:
    """Browsers that are started when first asked for, and shared by all tests."""

    def __init__(self, downloads: Path) -> None:
        self._downloads = downloads
        self._running: dict[str, Driver] = {}

    def __getitem__(self, name: str) -> Driver:
        if name not in self._running:
            self._running[name] = ENGINES[name](downloads=self._downloads)
        return self._running[name]

    def close(self) -> None:
        """End all of them."""
        for driver in self._running.values():
            driver.close()


@pytest.fixture(scope="session")
def download_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the shared browsers save."""
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture
def downloads(download_folder: Path) -> Path:
    """The same, emptied of what an earlier test left there."""
    for path in download_folder.iterdir():
        path.unlink()
    return download_folder


@pytest.fixture(scope="session")
def engines(download_folder: Path) -> Iterator[Engines]:
    """The shared browsers."""
    running = Engines(download_folder)
    yield running
    running.close()


@pytest.fixture(params=list(ENGINES))
def driver(request: pytest.FixtureRequest, engines: Engines) -> Driver:
    """Each engine."""
    return engines[request.param]


@pytest.fixture
def checker_page(driver: Driver, server: Server) -> CheckerPage:
    """The checker page in each engine, not yet opened."""
    return CheckerPage(driver, server)


@pytest.fixture
def chromium(engines: Engines, server: Server) -> CheckerPage:
    """The checker page in Chromium, where an engine makes no difference."""
    return CheckerPage(engines["chromium"], server)
