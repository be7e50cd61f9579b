"""The table of many photos with more rows than the page moves at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import corpus
from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers.base import wait_for
from tests.browser.test_many import click, outcomes

pytestmark = [pytest.mark.browser, pytest.mark.visited]

# Whether some row is left out of layout and drawing; what the table is laid out as.
SKIPPED = """[[...document.querySelectorAll("#many-rows .name")].some((name) =>
    !name.checkVisibility({ contentVisibilityAuto: true })),
    getComputedStyle(document.getElementById("many-table")).display]"""


def test_hundred_rows_move_in_steps_and_all_arrive(chromium: CheckerPage, tmp_path: Path) -> None:
    """Sorted, filtered, shown again after one was looked at; not drawn at work where they are not seen."""
    names = [f"{number:03}.jpg" for number in range(100)]
    for at, name in enumerate(names):
        (tmp_path / name).write_bytes(b"no photo" if at % 4 else b"")
    (tmp_path / "good.jpg").write_bytes(corpus.PHOTOS["baseline.jpg"]())
    driver = chromium.driver
    shown = """[...document.querySelectorAll("#many-rows tr")].filter((row) => row.checkVisibility())
        .map((row) => row.querySelector(".name").textContent)"""

    def sort_by(value: str) -> None:
        sort = "document.getElementById('many-sort')"
        driver.in_frame(f"void ({sort}.value = '{value}', {sort}.dispatchEvent(new Event('change')))")

    def come(rows: list[str]) -> None:
        wait_for("the rows in their order", lambda: driver.in_frame(shown) == rows, 20)

    chosen = ["good.jpg", *reversed(names)]
    chromium.open_ready("standard=online-upload&faces=off")
    driver.choose(*(tmp_path / name for name in chosen))
    wait_for("the work", lambda: driver.in_frame(SKIPPED) == [True, "block"], 20)
    assert list(outcomes(chromium)) == chosen
    assert driver.in_frame(SKIPPED) == [False, "table"]
    orders = {"name": [*names, "good.jpg"], "worst": [*chosen[1:], "good.jpg"], "file": chosen}
    for value, order in orders.items():
        sort_by(value)
        come(order)
    sort_by("name")
    sort_by("file")  # while the other is under way
    come(chosen)
    for outcome, rows in (("unreadable", chosen[1:]), ("", chosen)):
        driver.in_frame(f"void document.querySelector('[data-filter=\"{outcome}\"]').click()")
        come(rows)
    chromium.forget()
    driver.in_frame("void document.querySelector('[data-see=\"99\"]').click()")
    assert chromium.outcome() == "unreadable"
    click(chromium, "to-many")
    wait_for("the focus", lambda: driver.in_frame("document.activeElement.dataset.see") == "99", 10)
    assert driver.in_frame(shown) == chosen
