"""Every page of the site is valid HTML, as the Nu Html Checker sees it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.variants import ROOT

pytestmark = pytest.mark.browser

JAR = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
# It reads the pages from a folder, where «'self'» of their policy is no origin, so that it finds each style
# sheet forbidden. That the policy lets them in is tested in browsers.
OF_THE_FOLDER = "violates Content Security Policy (meta tag)"


def messages(*files: Path) -> list[str]:
    java = shutil.which("java")
    assert java is not None, "Java is missing: python3 -m setup tests"
    command = [java, "-jar", str(JAR), "--stdout", "--exit-zero-always", "--format", "json", *map(str, files)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [
        f"{Path(one['url']).name}:{one.get('lastLine')}: {one['message']}"
        for one in json.loads(done.stdout)["messages"]
        if OF_THE_FOLDER not in one["message"]
    ]


def test_every_page_is_valid(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 60
    assert messages(*pages) == []


def test_a_fault_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><html lang=zh><title>x</title><p><div></p>", encoding="utf-8")
    assert any("No “p” element in scope" in message for message in messages(page)), messages(page)
