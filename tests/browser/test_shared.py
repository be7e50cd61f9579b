"""What the workers of a run share is made once, whole, and by whoever asks first."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from tests.browser.shared import ALONE, once_a_run


def make(folder: Path) -> None:
    (folder / "half").touch()
    time.sleep(0.1)
    (folder / "made").write_text(threading.current_thread().name)


def test_two_that_ask_at_once_get_the_same(tmp_path_factory: pytest.TempPathFactory) -> None:
    found: set[str] = set()
    tmp_path_factory.getbasetemp()  # as in any worker; pytest itself does not make it for two at once

    def ask() -> None:
        found.add((once_a_run(tmp_path_factory, ALONE, "asked-at-once", make) / "made").read_text())

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1


def test_what_failed_is_made_anew(tmp_path_factory: pytest.TempPathFactory) -> None:
    def fail(folder: Path) -> None:
        (folder / "left").touch()
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - the one above
        once_a_run(tmp_path_factory, ALONE, "failed-once", fail)
    folder = once_a_run(tmp_path_factory, ALONE, "failed-once", make)
    assert {path.name for path in folder.iterdir()} == {"half", "made"}
