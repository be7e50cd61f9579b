"""Searching the guide, as readers ask: the right page comes first, by keyboard, also from a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.drivers import Chromium
from tests.browser.drivers.base import wait_for
from tests.browser.server import Server
from tests.browser.test_access import AXE, RUN_AXE

pytestmark = pytest.mark.browser

LARGEST_INDEX = 60_000  # bytes on the wire, of a host that compresses nothing
# What people ask, and the page, or its part, that must come first.
QUERIES = {
    "头顶距离顶部百分比不合格怎么办": "faq.html#crown",
    "眼睛中心距离顶部百分比": "rules/eye-line.html",
    "瞳孔平行角度不合格": "faq.html#pupils",
    "黑边检测": "rules/clothes-contrast.html",
    "600×768": "faq.html#ratio",
    "一寸照 295×413": "faq.html#one-inch",
    "20-40KB 还是 30-900KB": "faq.html#kilobytes",
    "72 dpi 和 300 dpi": "faq.html#dpi",
    "蓝底还是白底": "faq.html#blue-or-white",
    "蓝色 RGB 多少": "faq.html#rgb",
    "能换底色吗": "faq.html#replace",
    "眼镜可以戴吗": "faq.html#glasses",
    "淡妆 美瞳 微笑": "faq.html#make-up",
    "穿什么衣服": "faq.html#clothes",
    "HEIC 转 JPG": "faq.html#heic",
    "苹果手机 heic 传不上去": "heic.html",
    "自拍可以吗": "rules/selfie-distortion.html",
    "采集码在哪": "faq.html#code",
    "采集码截图识别不了": "faq.html#code",
    "人像比对不通过": "faq.html#face-match",
    "多久能在学信网看到": "faq.html#how-long",
    "校对以后还能换吗": "faq.html#change",
    "大学生图像采集是什么": "faq.html#what",
    "集中采集的照片能改吗": "faq.html#correction",
    "自行补拍和线上散拍的区别": "faq.html#retake",
    "多少钱": "methods.html#cost",
    "费用 45 65 元": "methods.html",
    "哪些学校不能自己上传": "methods.html#upload-allowed",
    "哈工大": "methods.html",
    "国开 150KB": "requirements.html#ouchn",
    "国家开放大学照片要求": "standards/ouchn.html",
    "四级照片": "other-photos.html",
    "考研照片": "standards/postgraduate.html",
    "教资": "standards/ntce.html",
    "身份证照片尺寸": "standards/resident-id.html",
    "自考照片": "standards/self-study.html",
    "照片会不会上传": "privacy.html",
    "飞行模式": "privacy.html#flight-mode",
    "全班照片": "class.html",
    "灯光怎么打": "shoot.html",
    "在家怎么拍": "shoot.html",
    "文件太大": "refused.html#file-size",
    "照片模糊": "rules/sharpness.html",
    "背景有影子": "rules/background-evenness.html",
    "核对清单": "checklist.html",
    "待制作": "after.html#states",
    "公务员照片": "standards/civil-service.html",
    "没有校对": "after.html#confirm",
}
FIRST = "document.querySelector('#results a')?.getAttribute('href')"


@pytest.fixture(scope="module")
def page(site: Path) -> Iterator[Chromium]:
    with Server(site) as server, Chromium() as driver:
        driver.open(server.base + "search.html")
        wait_for("the field", lambda: driver.evaluate("document.activeElement.id === 'query'"), 20)
        yield driver


def first(page: Chromium, query: str) -> str:
    page.page.locator("#query").fill(query)
    return str(page.evaluate(FIRST))


@pytest.mark.parametrize(("query", "wanted"), QUERIES.items())
def test_the_right_page_comes_first(page: Chromium, query: str, wanted: str) -> None:
    found = first(page, query)
    assert found == wanted if "#" in wanted else found.partition("#")[0] == wanted


def test_what_is_nowhere_is_said(page: Chromium) -> None:
    assert first(page, "zzzz") == "None"
    assert "没有找到" in page.evaluate("document.getElementById('search-status').textContent")


@pytest.mark.parametrize("query", ["<b>", '"><img src=x onerror=alert(1)>', "[", "\\", "  ", "𠮷", "ﷺ"])
def test_odd_queries_do_no_harm(page: Chromium, query: str) -> None:
    first(page, query)
    assert page.evaluate("document.querySelectorAll('main img, main b').length") == 0
    assert first(page, "黑边") != "None"


def test_what_was_asked_is_marked(page: Chromium) -> None:
    first(page, "ｈｅｉｃ")
    marks = page.evaluate("Array.from(document.querySelectorAll('#results mark'), (one) => one.textContent)")
    assert set(marks) == {"HEIC"}
    assert len(marks) > page.evaluate("document.querySelectorAll('#results li').length")


def test_by_keyboard(page: Chromium) -> None:
    keyboard = page.page.keyboard
    first(page, "采集码")
    keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement === document.querySelector('#results a')")
    keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "query"
    keyboard.press("Enter")
    assert page.evaluate("document.activeElement === document.querySelector('#results a')")
    keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "query"


def test_a_search_has_an_address(page: Chromium) -> None:
    first(page, "飞行模式")
    address = page.address()
    assert "search.html?q=%" in address
    page.open(address)
    wait_for("the results", lambda: page.evaluate(FIRST), 20)
    assert page.evaluate("document.getElementById('query').value") == "飞行模式"


def test_axe_finds_nothing(page: Chromium) -> None:
    first(page, "背景")
    page.evaluate(f"void (() => {{ {AXE} }})()")
    assert page.evaluate(RUN_AXE % "{}") == []


def test_it_works_from_a_folder_and_is_small(site: Path) -> None:
    assert (site / "search-index.js").stat().st_size <= LARGEST_INDEX
    with Chromium() as driver:
        driver.open((site / "search.html").as_uri() + "?q=HEIC")
        assert wait_for("the results", lambda: driver.evaluate(FIRST), 20)
