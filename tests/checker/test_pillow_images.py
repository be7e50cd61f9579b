"""Every picture of Pillow's own tests, damaged and hostile ones too: each gets a verdict or a named error."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from benchmarks.pillow_images import MOST_BYTES, MOST_SECONDS, archive
from checker.errors import CODES
from tests.checker.test_report import VALIDATOR
from wheels.errors import WheelsError

ROOT = Path(__file__).parents[2]
# The folder of Pillow 13.0.0 holds 1,060 files; fewer would mean that something else was looked at.
LEAST_FILES = 1000


@pytest.fixture(scope="module")
def results() -> list[dict[str, Any]]:
    """What the benchmark says of each file. It runs in a process of its own, whose memory is measured."""
    try:
        archive()
    except WheelsError as error:
        pytest.skip(f"Pillow's source archive cannot be had: {error}")
    command = [sys.executable, "-m", "benchmarks.pillow_images", "--lines"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines, done.stderr
    assert done.returncode == 0, f"after {lines[-1]['file']}: {done.stderr[-2000:]}" + _worst(lines)
    return lines


def _worst(lines: list[dict[str, Any]]) -> str:
    raised = [f"{line['file']}: {line['raised']}" for line in lines if line["raised"]]
    slowest = max(lines, key=lambda line: float(line["seconds"]))
    return "\n".join(
        [*raised, f"slowest: {slowest['file']} {slowest['seconds']} s; {lines[-1]['peak']} bytes"]
    )


def test_every_file_has_an_answer(results: list[dict[str, Any]]) -> None:
    assert len(results) >= LEAST_FILES
    for result in results:
        assert result["raised"] == ""
        VALIDATOR.validate(result["reports"])
        error = result["reports"][0].get("error")
        assert error is None or error["code"] in CODES, result["file"]


def test_no_file_takes_long_or_much_memory(results: list[dict[str, Any]]) -> None:
    assert max(result["seconds"] for result in results) < MOST_SECONDS
    assert results[-1]["peak"] < MOST_BYTES


def test_whole_pictures_are_judged_and_broken_ones_named(results: list[dict[str, Any]]) -> None:
    found = {}
    for result in results:
        report = result["reports"][0]
        found[Path(result["file"]).name] = report.get("error", {}).get("code") or report["outcome"]
    counts = Counter(found.values())
    assert counts["fail"] > 500, counts  # none is a portrait of a graduate
    assert "pass" not in counts
    for name, verdict in {
        "hopper.jpg": "fail",
        "hopper.bmp": "fail",
        "hopper.gif": "fail",
        "exif_gps.jpg": "fail",
        "sugarshack.mpo": "fail",
        "iptc.jpg": "fail",
        "truncated_jpeg.jpg": "truncated",
        "broken_data_stream.png": "truncated",
        "unknown_compression_method.png": "damaged",
        "reallybig.bmp": "too-many-pixels",
        "hopper.tif": "unsupported-format",
        "fli_overrun.bin": "not-an-image",
    }.items():
        assert found.get(name) == verdict, name


def test_what_pictures_hold_besides_is_found(results: list[dict[str, Any]]) -> None:
    def code(name: str, rule: str) -> str:
        (report,) = (r["reports"][0] for r in results if Path(r["file"]).name == name)
        (finding,) = (finding for finding in report["findings"] if finding["rule"] == rule)
        return str(finding["code"]).split("/")[1]

    assert code("exif_gps.jpg", "embedded-location") == "location"
    assert code("iptc.jpg", "embedded-location") == "personal"
    assert code("sugarshack.mpo", "single-image") == "second-picture"
    assert code("hopper.gif", "single-image") == "ok"
    assert code("dispose_bgnd.gif", "single-image") == "animated"
    assert code("hopper.jpg", "colour-profile") == "none"
    assert code("icc_profile_big.jpg", "colour-profile") == "shift"
