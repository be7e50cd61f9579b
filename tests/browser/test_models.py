"""The models see the same in a browser as on a desktop: their raw outputs, the landmarks, the findings."""

from __future__ import annotations

import base64
import contextlib
import json
import math
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import ImageEnhance, ImageFilter, ImageOps

import checker
from checker.photo import Photo
from checker.vision.desktop import desktop
from checker.vision.models import SIZES
from checker.vision.runtime import Runtime, finish
from checker.vision.scene import Point, Scene
from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import Driver
from tests.browser.drivers.base import wait_for
from tests.browser.sameness import BY_LANDMARKS, difference
from tests.browser.server import Server
from tests.browser.variants import Changes, build_variant
from tests.corpus import PHOTOS, encode, heic
from tests.portrait import portrait

pytestmark = pytest.mark.browser

RELATIVE = 1e-3
"""How far a raw output may be from the desktop's; the issue's bound."""
FLOOR = {"face-detector": 1.0, "face-mesh": 1.0, "person-mask": 1000.0}
"""What counts as the least size of an output: a px of the input or one unit of a logit, below which nothing
is told apart; for the mask, that one of its 255 levels may differ."""
LANDMARK_PX = 0.05
"""The issue's bound, in px of a photo of 480 × 640 px."""

RECORDING: Changes = {
    "builder/runtime/bridge.py": [
        (
            "        return [output.to_memoryview() for output in await self._run(model, pixels)]\n",
            "        outputs = [output.to_memoryview() for output in await self._run(model, pixels)]\n"
            "        ran.setdefault(model, [b64encode(one).decode() for one in (pixels, *outputs)])\n"
            "        return outputs\n",
        ),
        ("import functools\n", "import functools\nfrom base64 import b64encode\nran = {}\n"),
        (
            '            "trouble": trouble,\n',
            '            "trouble": trouble,\n'
            '            "ran": {model: ran.pop(model) for model in list(ran)},\n'
            '            "mesh": scene.main.mesh if scene and scene.main else [],\n',
        ),
    ],
    "site/static/check/one.js": [
        (
            "      this.judged = judged;\n",
            '      this.judged = judged;\n      Reflect.set(self, "seen", judged);\n',
        )
    ],
}
"""A page that keeps what each model took and gave first for a photo."""


def photos() -> dict[str, bytes]:
    """Return ten photos of one person that differ in all that a model may meet."""
    plain = portrait()
    leaning = portrait(background="#FFFFFF", lean=8.0)
    return {
        "plain.jpg": encode(plain),
        "white.jpg": encode(leaning),
        "small-head.jpg": encode(portrait(head=0.4, crown=0.2)),
        "large-head.jpg": encode(portrait(head=0.8, crown=0.05)),
        "aside.jpg": encode(portrait(aside=0.1)),
        "mirrored.heic": heic(ImageOps.mirror(plain)),
        "dark.jpg": encode(ImageEnhance.Brightness(plain).enhance(0.5)),
        "blurred.jpg": encode(plain.filter(ImageFilter.GaussianBlur(3))),
        "coarse.jpg": encode(leaning, quality=30),
        "grey.jpg": encode(plain.convert("L")),
    }


EARLY = """(() => {
    const result = document.getElementById("result");
    return result.dataset.looking && !result.hidden && {
        rules: [...document.querySelectorAll("#reports [data-rule]")].map((one) => one.dataset.rule),
        headline: document.getElementById("headline").textContent,
        outcome: result.dataset.reportOutcome ?? null,
        saved: document.getElementById("report-text").value || null,
    };
})()"""


@dataclass
class Seen:
    """What a browser saw in a photo: first input and outputs by model, the landmarks."""

    ran: Mapping[str, list[bytes]]
    mesh: list[list[float]]


@pytest.fixture(scope="module")
def recording_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with a page that keeps what its models took and gave."""
    return build_variant(tmp_path_factory.mktemp("recording"), RECORDING)


@pytest.fixture(scope="module")
def runtime() -> Runtime:
    """The desktop's runtime."""
    found = desktop()
    assert found is not None
    return found


def test_raw_outputs_and_landmarks_equal_the_desktops(
    driver: Driver, recording_site: Path, runtime: Runtime, tmp_path: Path
) -> None:
    made = photos()
    assert len(made) == 10
    with Server(recording_site) as server:
        page = CheckerPage(driver, server)
        page.open_ready()
        for name, data in made.items():
            seen = judged(page, data, tmp_path / name)
            assert seen.ran.keys() == SIZES.keys()
            for model, (pixels, *outputs) in seen.ran.items():
                expected = finish(runtime.run(model, pixels))
                assert len(outputs) == len(expected)
                for output, wanted in zip(outputs, expected, strict=True):
                    got = memoryview(output).cast("f" if wanted.format == "f" else "B")
                    assert len(got) == len(wanted)
                    worst = max(
                        abs(one - other) / max(abs(other), FLOOR[model])
                        for one, other in zip(got, wanted, strict=True)
                    )
                    assert worst <= RELATIVE, (name, model)
            mesh = desktops_scene(data, name).main
            assert mesh is not None
            assert len(seen.mesh) == len(mesh.mesh) == 478
            assert furthest(seen.mesh, mesh.mesh) <= LANDMARK_PX, name


def judged(page: CheckerPage, data: bytes, path: Path) -> Seen:
    """Have a photo judged in the browser and return what the models saw."""
    path.write_bytes(data)
    page.judge(path)
    text = page.driver.in_frame("JSON.stringify([seen.ran, seen.mesh])")
    ran, mesh = json.loads(text)
    return Seen({model: [base64.b64decode(one) for one in parts] for model, parts in ran.items()}, mesh)


def desktops_scene(data: bytes, name: str) -> Scene:
    """Return what the desktop sees in a photo."""
    seen: list[Photo] = []
    checker.check(data, name, ["online-upload"], show=seen.append)
    [photo] = seen
    assert photo.scene is not None
    return photo.scene


def furthest(ours: list[list[float]], theirs: Sequence[Point]) -> float:
    """Return the largest distance between two lists of points."""
    return max(math.dist(one, other) for one, other in zip(ours, theirs, strict=True))


@pytest.mark.visited
@pytest.mark.parametrize("name", ["baseline.jpg", "8-bit.heic"])
def test_face_rules_find_what_they_find_in_a_terminal(
    checker_page: CheckerPage, name: str, tmp_path: Path
) -> None:
    """Field by field, for a JPEG and a HEIC."""
    data = PHOTOS[name]()
    path = tmp_path / name
    path.write_bytes(data)
    standards = ["online-upload", "school-batch", "chsi-2017"]
    expected = json.loads(checker.reports_to_json(checker.check(data, name, standards)))
    checker_page.open_ready()
    checker_page.choose_school(standards)
    found = checker_page.judge(path)
    assert difference(found, expected) == []
    judged_by_landmarks = {
        finding["rule"]
        for report in found
        for finding in report["findings"]
        if finding["outcome"] != "unknown"
    }
    assert len(judged_by_landmarks & BY_LANDMARKS) >= 10


def written(folder: Path, name: str) -> Path:
    """Write a photo of the corpus to ``folder`` and return where it lies."""
    path = folder / name
    path.write_bytes(PHOTOS[name]())
    return path


@contextlib.contextmanager
def changed(driver: Driver, folder: Path, changes: Changes) -> Iterator[CheckerPage]:
    """The page of a site built in ``folder`` from changed sources, ready for a photo."""
    with Server(build_variant(folder / "changed", changes)) as server:
        page = CheckerPage(driver, server)
        page.open_ready()
        yield page


def test_models_that_cannot_be_run_leave_a_page_that_says_so(driver: Driver, tmp_path: Path) -> None:
    """Here each is cut short: a browser may also lack the memory for them."""
    cut = {
        "site/static/check/worker.js": [
            ("Uint8Array(await files[name]), options", "Uint8Array(await files[name], 0, 99), options")
        ]
    }
    photo = written(tmp_path, "baseline.jpg")
    with changed(driver, tmp_path, cut) as page:
        [report] = page.judge(photo)
        codes = [finding["code"].partition("/")[2] for finding in report["findings"]]
        assert codes.count("runtime-failed") >= 3
        assert "ok" in codes
        assert report["outcome"] == "unknown"
        assert page.judge(photo)[0] == report


def test_models_that_once_lacked_memory_are_started_anew(driver: Driver, tmp_path: Path) -> None:
    """Here the engine refuses their memory the first time, and always one that may grow beyond 256 MB.

    A shared memory takes that much address space at once: iPhones refuse 4 GB, WebKitGTK the fifteenth.
    (Python asks for one page that is shared.)
    """
    scarce: Changes = {
        "site/static/check/worker.js": [
            (
                '"use strict";\n',
                '"use strict";\nlet asked = 0;\nWebAssembly.Memory = new Proxy(WebAssembly.Memory, {\n'
                "  construct: (made, [wish]) => {\n    const theirs = wish.shared && wish.maximum > 1;\n"
                "    const much = theirs && wish.maximum > 4096;\n"
                "    if (much || (theirs && !asked++)) throw new RangeError('Out of memory');\n"
                "    return new made(wish);\n  },\n});\n",
            )
        ]
    }
    photo = written(tmp_path, "baseline.jpg")
    with changed(driver, tmp_path, scarce) as page:
        [report] = page.judge(photo)
    assert {finding["code"] for finding in report["findings"]} >= {"face-count/ok", "roll/ok"}


def test_the_rest_is_shown_while_the_face_is_looked_at(chromium: CheckerPage, tmp_path: Path) -> None:
    """Here each model takes two seconds. There is no verdict before the end, and it can be cancelled.

    The page rehearses when the photo comes: that ends, and the photo has its turn.
    """
    run = "      return await run(model, bytes);\n"
    slow: Changes = {
        "site/static/check/worker.js": [
            (run, f"      await new Promise((resolve) => setTimeout(resolve, 2000));\n{run}")
        ]
    }
    photo = written(tmp_path, "size-144x192.jpg")
    with changed(chromium.driver, tmp_path, slow) as page:
        time.sleep(1)
        page.driver.choose(photo)
        shown = wait_for("the rest", lambda: page.driver.in_frame(EARLY), 60)
        assert "人脸" in page.status()
        page.driver.in_frame("void document.getElementById('cancel').click()")
        assert page.trouble() == "check-cancelled"
        assert page.driver.in_frame("document.getElementById('result').hidden")
        [report] = page.judge(photo)
        rules = {finding["rule"] for finding in report["findings"]}
        assert {"file-size", "pixel-size"} <= set(shown["rules"]) < rules
        assert not set(shown["rules"]) & BY_LANDMARKS
        assert "还在看人脸" in shown["headline"]
        assert shown["outcome"] is shown["saved"] is None
        assert not page.driver.in_frame("document.getElementById('result').dataset.looking")


def test_a_verdict_is_never_followed_by_what_was_known_before(chromium: CheckerPage, tmp_path: Path) -> None:
    """Here the rest may take two seconds, the verdict is there before, the picture comes long after."""
    picture = "await this.showPicture(file, content);"
    hasty: Changes = {
        "site/static/check/one.js": [
            ("const EARLY_MS = 300;", "const EARLY_MS = 2000;"),
            (picture, f"{{ await new Promise((done) => setTimeout(done, 4000)); {picture} }}"),
        ]
    }
    photo = written(tmp_path, "baseline.jpg")
    with changed(chromium.driver, tmp_path, hasty) as page:
        page.judge(photo)  # the first takes longer
        page.judge(photo)
        time.sleep(3)
        assert page.driver.in_frame("document.getElementById('result').dataset.reportOutcome")
        assert not page.driver.in_frame("document.getElementById('result').dataset.looking")
        assert "还在看人脸" not in page.driver.in_frame("document.getElementById('headline').textContent")
