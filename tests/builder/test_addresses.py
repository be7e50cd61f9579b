"""What search engines and chat programs read: addresses where the site knows its own, data in any case."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from builder import addresses, links, site
from builder.errors import BuildError
from builder.languages import FOLDERS
from builder.pages import load
from builder.project import Project
from builder.search import Section
from checker.standards import load_all
from checker.text import LANGUAGES
from tests.builder.rendered import Built

ROOT = Path(__file__).parents[2]
BASE = "https://example.org/photo/"
ATOM = "{http://www.w3.org/2005/Atom}"
XHTML_LINK = "{http://www.w3.org/1999/xhtml}link"
MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def addressed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("addressed")
    made = site.render(Project.at(ROOT), out, BASE)
    links.check(out, Project.at(ROOT), made.pages, elsewhere=site.CHECKER_PAGES)
    return out


def structured(path: Path) -> dict[str, Any]:
    found = re.search('<script type="application/ld\\+json">(.*?)</script>', path.read_text(encoding="utf-8"))
    assert found is not None
    return dict(json.loads(found[1]))


def test_every_page_is_in_the_sitemap(addressed: Path) -> None:
    found = {place.text for place in ET.parse(addressed / "sitemap.xml").iter(f"{MAPS}loc")}
    pages = {page.path for lang in LANGUAGES for page in load(Project.at(ROOT), lang)}
    pages |= {f"{folder}standards/{name}.html" for folder in FOLDERS.values() for name in load_all()}
    pages |= {folder + name for folder in FOLDERS.values() for name in ("check/index.html", "search.html")}
    assert found == {BASE + path.removesuffix("index.html") for path in pages}


def test_the_sitemap_names_each_page_in_every_language(addressed: Path) -> None:
    found = {}
    for entry in ET.parse(addressed / "sitemap.xml").getroot():
        links_of = {link.get("hreflang"): link.get("href") for link in entry.iter(XHTML_LINK)}
        found[entry.findtext(f"{MAPS}loc")] = links_of
    both = {"zh-Hans": f"{BASE}heic.html", "en": f"{BASE}en/heic.html", "x-default": f"{BASE}heic.html"}
    assert found[both["zh-Hans"]] == found[both["en"]] == both


def test_the_feed_tells_of_each_change(addressed: Path) -> None:
    feed = ET.parse(addressed / "feed.xml").getroot()
    days = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert days == sorted(days, key=str, reverse=True)
    assert len(days) == (ROOT / "content" / "changes.md").read_text(encoding="utf-8").count("\n## ")
    assert feed.findtext(f"{ATOM}updated") == f"{days[0]}T00:00:00Z"


def test_a_change_without_a_day_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="no-day"):
        addresses.write(tmp_path, BASE, [], [], {"zh": [Section("x", "昨天", "改了")]})


def test_shared_links_have_a_picture(addressed: Path) -> None:
    head = (addressed / "rules" / "file-size.html").read_text(encoding="utf-8").partition("</head>")[0]
    for name, value in (
        ("og:url", BASE + "rules/file-size.html"),
        ("og:image", BASE + "share.png"),
        ("og:title", "文件大小"),
    ):
        assert re.search(f'<meta property="{name}" content="{re.escape(value)}', head), name
    with Image.open(addressed / "share.png") as picture:
        assert picture.size == (1200, 630)


def test_without_an_address_nothing_claims_one(guide: Built) -> None:
    for path in guide.out.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "og:image" not in text
        assert 'rel="canonical"' not in text
    assert not any(
        (guide.out / name).exists() for name in ("sitemap.xml", "robots.txt", "feed.xml", "share.png")
    )


def test_questions_and_steps_are_data(guide: Built) -> None:
    questions = structured(guide.out / "faq.html")
    assert questions["@type"] == "FAQPage"
    headings = re.findall(r"^### (.*？)", (ROOT / "content" / "faq.md").read_text(encoding="utf-8"), re.M)
    assert len(questions["mainEntity"]) == len(headings) > 20
    assert all(one["name"] and one["acceptedAnswer"]["text"] for one in questions["mainEntity"])
    steps = structured(guide.out / "upload.html")["step"]
    assert [step["name"] for step in steps][-6:] == [
        "拍照",
        "做成证件照",
        "检查",
        "上传",
        "提交订单",
        "等照片",
    ]
    assert not any("C 级" in step["text"] for step in steps)


@pytest.mark.parametrize("folder", ["", "en/"])
def test_what_visitors_ask_is_answered(guide: Built, folder: str) -> None:
    asked = (
        "crown eyes pupils black-edge ratio one-inch kilobytes dpi blue-or-white rgb replace glasses make-up"
        " heic selfie retake what code face-match how-long change correction"
    )
    html = (guide.out / folder / "faq.html").read_text(encoding="utf-8")
    answers = dict(re.findall(r'<h3 id="([\w-]+)">.*?</h3>(.*?)(?=<h[23]|</article>)', html, re.DOTALL))
    for name in asked.split():
        assert len(re.sub(r"<[^>]*>|\s", "", answers.get(name, ""))) > 20, name


def test_what_is_not_there_needs_nothing_else(guide: Built, addressed: Path) -> None:
    for out, home in ((guide.out, None), (addressed, BASE)):
        text = (out / "404.html").read_text(encoding="utf-8")
        assert re.findall(r'(?:href|src)="([^"]*)"', text) == (
            [home, f"{home}search.html", f"{home}en/", f"{home}en/search.html"] if home else []
        )
