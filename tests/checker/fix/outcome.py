"""Looking at what the fixer made."""

import io

from PIL import Image

from checker.fix import FIXABLE, Fixed


def codes(fixed: Fixed) -> set[str]:
    return {note.code for note in fixed.notes}


def pixels(fixed: Fixed) -> Image.Image:
    assert fixed.data is not None
    return Image.open(io.BytesIO(fixed.data)).convert("RGB")


def assert_passes(fixed: Fixed) -> None:
    assert fixed.complete
    for report in fixed.after:
        for finding in report.findings:
            assert finding.rule not in FIXABLE or finding.outcome == "pass", finding.message
