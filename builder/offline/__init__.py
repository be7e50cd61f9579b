"""What makes the site work without a network and on a home screen: service worker, manifests, icons."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from builder.languages import FOLDERS, TAGS
from builder.offline.icons import GROUND, icon
from checker.text import Lang, Text

WORKER, MANIFEST, ICONS = "sw.js", "manifest.webmanifest", "icons"
_SOURCE = Path(__file__).with_name("sw.js")
_PLACE = "{ files: {}, first: [], base: [] }"
# Needed to open the site without a network; all else is kept when it is first asked for.
_FIRST = frozenset(
    {
        "index.html", "requirements.html", "refused.html", "check/index.html", "static/style.css",
        "static/offline.js", "static/favicon.svg",
    }
)  # fmt: skip
# Licences and sources are hardly ever fetched; hosts and counters ask for the others.
_NOT_KEPT = ("check/licenses/", "check/sources/", "sitemap.xml", "robots.txt", "changes.xml", "_headers")
_DIGEST = 32  # hex digits of a file's SHA-256: 128 bits
_NAME = Text("毕业图像采集指南（非官方）", "Graduation Photo Guide (unofficial)")
_SHORT = Text("毕业照检查", "Photo check")
_SIDES = (192, 512)


def write_app(out: Path, langs: Iterable[Lang]) -> None:
    """Write the icons, and for each language the web manifest that its pages link to, below ``out``."""
    folder = out / ICONS
    folder.mkdir()
    for side in _SIDES:
        (folder / f"icon-{side}.png").write_bytes(icon(side))
        (folder / f"maskable-{side}.png").write_bytes(icon(side, maskable=True))
    (folder / "touch-180.png").write_bytes(icon(180, maskable=True))
    for lang in langs:
        way = "../" * FOLDERS[lang].count("/")
        icons = [
            {
                "src": f"{way}{ICONS}/{name}-{side}.png",
                "sizes": f"{side}x{side}",
                "type": "image/png",
                "purpose": use,
            }
            for name, use in (("icon", "any"), ("maskable", "maskable"))
            for side in _SIDES
        ]
        manifest = {
            "name": _NAME.to(lang),
            "short_name": _SHORT.to(lang),
            "lang": TAGS[lang],
            "start_url": "check/index.html",
            "scope": way or "./",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": GROUND,
            "icons": icons,
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        (out / FOLDERS[lang] / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def write_worker(out: Path) -> None:
    """Write the service worker with the hashes of all files below ``out`` that are the site's own.

    It comes after all of them, and before the copies that hosts hand out.
    """
    names = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    kept = [name for name in names if not name.startswith((".", *_NOT_KEPT)) and name != "404.html"]
    files = {name: hashlib.sha256((out / name).read_bytes()).hexdigest()[:_DIGEST] for name in kept}
    site = {
        "files": files,
        "first": [name for name in files if name in _FIRST or _is_script_of_checker(name)],
        "base": _base(out),
    }
    source = _SOURCE.read_text(encoding="utf-8")
    assert source.count(_PLACE) == 1
    text = source.replace(_PLACE, json.dumps(site, ensure_ascii=False, separators=(",", ":")))
    (out / WORKER).write_text(text, encoding="utf-8", newline="\n")


def _is_script_of_checker(name: str) -> bool:
    """Whether a file lies in the folder of the checker page's own scripts."""
    parts = name.split("/")
    return len(parts) == 3 and parts[0] == "check" and parts[1] not in {"runtime", "licenses", "sources"}


def _base(out: Path) -> list[str]:
    """Return what the checker fetches in any case, by the page that says so."""
    page = (out / "check" / "index.html").read_text(encoding="utf-8")
    _, _, rest = page.partition('id="check-config">')
    payloads = json.loads(rest.partition("</script>")[0])["payloads"]
    return [f"check/{one['path']}" for one in payloads if one["part"] in ("base", "zh")]


__all__ = ["ICONS", "MANIFEST", "WORKER", "write_app", "write_worker"]
