"""The guide in a browser, opened from a folder: styled, readable on a phone, and free of axe's findings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from builder.project import Project
from tests.browser.drivers.chromium import Chromium
from tests.builder.rendered import Built

pytestmark = pytest.mark.browser

# All violations with all their places; of what passes only how many rules: describing it takes longest.
AXE = """axe.run({
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    resultTypes: ["violations"],
}).then(({ violations, passes }) => ({ violations, passes: passes.length }))"""
# Chinese body text needs open lines; the narrowest phone is 360 px wide.
LEAST_LINE_HEIGHT = 1.7
PHONE, TABLET, DESK = 360, 768, 1280


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "light"), (DESK, "dark")])
def test_axe_finds_nothing_and_nothing_overflows(
    guide: Built, project: Project, width: int, scheme: str
) -> None:
    axe = (project.root / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    found: list[tuple[str, Any]] = []
    looked_at = 0
    # axe has to be put into pages whose policy allows no script.
    with Chromium(color_scheme=scheme, bypass_csp=True) as driver:
        for file in sorted(guide.out.rglob("*.html")):
            driver.page.set_viewport_size({"width": width, "height": 640})
            driver.page.goto(file.as_uri())
            driver.page.evaluate(axe)
            result = driver.page.evaluate(AXE)
            looked_at += result["passes"]
            found.extend((file.name, [f["id"], f["nodes"][0]["html"]]) for f in result["violations"])
            for other in (PHONE, TABLET, DESK):
                driver.page.set_viewport_size({"width": other, "height": 640})
                excess = driver.page.evaluate("document.documentElement.scrollWidth - innerWidth")
                if excess > 0:
                    found.append((file.name, f"{excess} px too wide for {other}"))
    assert found == []
    assert looked_at > 100


def test_the_first_screen_of_a_phone_says_what_to_do(guide: Built) -> None:
    with Chromium(viewport={"width": PHONE, "height": 640}) as driver:
        driver.page.goto((guide.out / "index.html").as_uri())
        steps = driver.page.locator(".steps li strong")
        assert steps.count() == 4
        for step in steps.all():
            box = step.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= 640
        button = driver.page.locator(".site-header .button").bounding_box()
        assert button is not None
        assert button["height"] >= 24


def test_the_style_sheet_applies_from_a_folder_under_the_policy(guide: Built) -> None:
    with Chromium(viewport={"width": PHONE, "height": 640}) as driver:
        troubles: list[str] = []
        driver.page.on("console", lambda message: troubles.append(message.text))
        driver.page.on("requestfailed", lambda request: troubles.append(request.url))
        driver.page.goto((guide.out / "rules" / "file-size.html").as_uri())
        ratio = driver.page.evaluate(
            "(s => parseFloat(s.lineHeight) / parseFloat(s.fontSize))(getComputedStyle(document.body))"
        )
        assert ratio >= LEAST_LINE_HEIGHT
        assert troubles == []


def test_a_link_leads_to_the_next_page_from_a_folder(guide: Built) -> None:
    with Chromium(viewport={"width": PHONE, "height": 640}) as driver:
        driver.page.goto((guide.out / "index.html").as_uri())
        driver.page.click(".site-nav a >> nth=1")
        driver.page.wait_for_load_state()
        assert Path(driver.page.url).name == "requirements.html"
        driver.page.click("tbody a >> nth=0")
        assert driver.page.locator("h1").count() == 1


@pytest.mark.parametrize("path", ["refused.html", "accuracy.html", "en/accuracy-heads.html"])
def test_a_long_label_of_a_table_on_a_phone_does_not_run_into_the_next_row(guide: Built, path: str) -> None:
    heights = """[...document.querySelectorAll(".stack td[data-label]")].map((cell) =>
        [cell.clientHeight, parseFloat(getComputedStyle(cell, "::before").height)])"""
    with Chromium(viewport={"width": PHONE, "height": 640}) as driver:
        driver.page.goto((guide.out / path).as_uri())
        found = driver.page.evaluate(heights)
    line = min(label for _, label in found)
    assert any(label > 1.5 * line for _, label in found), "one has two lines"
    assert [pair for pair in found if pair[0] + 1 < pair[1]] == []


def test_the_search_takes_no_more_place_when_its_script_has_come(guide: Built) -> None:
    place = "document.getElementById('all').getBoundingClientRect().top"
    with Chromium(viewport={"width": PHONE, "height": 640}) as driver:
        driver.page.goto((guide.out / "search.html").as_uri())
        assert driver.page.is_visible("#query")
        after = driver.page.evaluate(place)
        driver.page.evaluate("document.getElementById('search').hidden = true")
        assert not driver.page.is_visible("#query")
        assert driver.page.evaluate(place) == after
    with Chromium(viewport={"width": PHONE, "height": 640}, java_script_enabled=False) as driver:
        driver.page.goto((guide.out / "search.html").as_uri())
        assert driver.page.locator("#search").bounding_box() is None, "nothing is kept for what cannot come"


@pytest.mark.parametrize("path", ["checklist.html", "en/checklist.html"])
def test_the_checklist_prints_on_one_page(guide: Built, path: str) -> None:
    with Chromium() as driver:
        driver.page.goto((guide.out / path).as_uri())
        sheet = driver.page.pdf(format="A4")
        driver.page.goto((guide.out / "faq.html").as_uri())
        several = driver.page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    assert len(re.findall(rb"/Type\s*/Page\b", several)) > 1, "pages are counted"
