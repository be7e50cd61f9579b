"""The checker page in English: the same program, the reports of ``--lang en``, and no Chinese left."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from builder.languages import has_chinese
from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import Chromium
from tests.browser.drivers.base import wait_for
from tests.browser.sameness import difference
from tests.browser.server import Server
from tests.browser.test_search import FIRST, LARGEST_INDEX
from tests.browser.test_verdict import command_line
from tests.browser.variants import ROOT

pytestmark = pytest.mark.browser

PORTRAIT = ROOT / "tests" / "photos" / "astronaut.png"
# All that is shown or read aloud, now or later, but for what says itself that it is Chinese.
SAID = """(() => {
  const copy = document.documentElement.cloneNode(true);
  for (const one of copy.querySelectorAll("[lang^=zh], script, style, iframe")) one.remove();
  const parts = [copy, ...[...copy.querySelectorAll("template")].map((one) => one.content)];
  for (const one of parts.flatMap((part) => [...part.querySelectorAll("[lang^=zh]")])) one.remove();
  const all = parts.flatMap((part) => [...part.querySelectorAll("*")]);
  const told = all.flatMap((one) => [...one.attributes].map(({ value }) => value));
  const values = [...document.querySelectorAll("textarea")].map((one) => one.value);
  return parts.map((part) => part.textContent).concat(told, values).join("\\n");
})()"""
# What a student must recognise, after its English.
IN_BRACKETS = re.compile(r"\([^()]*\)")


@pytest.fixture
def page(chromium: CheckerPage) -> CheckerPage:
    return CheckerPage(chromium.driver, chromium.server, "en/check/index.html")


def chinese(text: str) -> list[str]:
    return [line.strip() for line in IN_BRACKETS.sub("", text).splitlines() if has_chinese(line)]


def test_reports_are_those_of_the_command_line_in_english(page: CheckerPage) -> None:
    page.open_ready()
    reports = page.judge(PORTRAIT)
    wanted = json.loads(command_line(PORTRAIT.parent, [PORTRAIT.name], ["online-upload"], "en"))
    assert difference(reports, wanted) == []
    assert chinese(str(page.driver.in_frame(SAID))) == []
    assert chinese(str(page.driver.evaluate(SAID))) == []


def test_making_a_photo_and_links_are_in_english(page: CheckerPage) -> None:
    page.open_ready("standard=chsi-2017&kb=20-60&strange=1")
    assert "20-60 KB" in str(page.driver.in_frame("document.getElementById('link').textContent"))
    page.judge(PORTRAIT)
    page.driver.in_frame("void document.getElementById('mend').click()")
    ready = "!document.getElementById('fix-edit').hidden"
    wait_for("the frame", lambda: page.driver.in_frame(ready), 60)
    page.driver.in_frame("void document.getElementById('fix-make').click()")
    made = "document.getElementById('fix-result').hidden ? '' : 'made'"
    wait_for("the photo", lambda: page.driver.in_frame(made), 90)
    headline = str(page.driver.in_frame("document.getElementById('fix-headline').textContent"))
    assert headline.startswith(("The new photo: ", "No photo could be made"))
    assert chinese(str(page.driver.in_frame(SAID))) == []


def test_a_link_that_makes_no_sense_is_told_in_english(page: CheckerPage) -> None:
    page.open_ready("standard=none-such")
    told = str(page.driver.in_frame("document.getElementById('link').textContent"))
    assert 'There are no requirements called "none-such"' in told
    assert chinese(told) == []


# What people ask, and the page, or its part, that must come first.
QUERIES = {
    "HEIC to JPG": "heic.html",
    "file too large": "messages.html#file-size",
    "does my photo leave the device": "privacy.html",
    "flight mode": "privacy.html#flight-mode",
    "crown to top": "rules/crown-position.html",
    "瞳孔平行角度": "messages.html#pupils",
    "black-edge check": "faq.html#black-edge",
    "600×768": "faq.html#ratio",
    "one-inch photo": "faq.html#one-inch",
    "72 or 300 dpi": "faq.html#dpi",
    "blue or white background": "rules/background-colour.html",
    "RGB blue": "faq.html#rgb",
    "replace the background": "faq.html#replace",
    "glasses": "faq.html#glasses",
    "make-up": "refused.html#make-up",
    "selfies": "rules/selfie-distortion.html",
    "采集码": "faq.html#code",
    "comparison of faces failed": "after.html#face-match",
    "how long does it take": "after.html#time",
    "how much does it cost": "methods.html#cost",
    "Harbin Institute of Technology": "regions.html",
    "whole class": "class.html",
    "taking it at home": "shoot.html",
    "blurred photo": "refused.html#pixels",
    "shadow on the background": "rules/background-evenness.html",
    "checklist": "checklist.html",
    "identity card photo": "standards/resident-id.html",
    "English test photo": "standards/cet.html",
    "link for my school": "own-standard.html#link",
}


def test_the_search_finds_english_pages(site: Path) -> None:
    assert (site / "en" / "search-index.js").stat().st_size <= LARGEST_INDEX
    with Server(site) as server, Chromium() as driver:
        driver.open(server.base + "en/search.html")
        wait_for("the field", lambda: driver.evaluate("document.activeElement.id === 'query'"), 20)
        for query, wanted in QUERIES.items():
            driver.page.locator("#query").fill(query)
            found = str(driver.evaluate(FIRST))
            assert found == wanted if "#" in wanted else found.partition("#")[0] == wanted, query
        driver.page.locator("#query").fill("zzzz")
        assert "Nothing found" in driver.evaluate("document.getElementById('search-status').textContent")
