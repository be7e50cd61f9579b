"""What must hold of every case, on this machine and in Pyodide alike."""

from __future__ import annotations

import json

import checker
from checker.errors import CODES

# Together they have every rule about file and picture.
STANDARDS = ("online-upload", "chsi-2017")
_FIXED_ONE_IN = 20
_OUTCOMES = {"pass", "warn", "fail", "unknown"}


class UnnamedError(Exception):
    """A case was answered with something that no person can act on."""


def attempt(number: int, data: bytes) -> str:
    """Judge a case, mend one in twenty, and return the outcome or the code of the named error.

    Raises `UnnamedError` for an answer without name, and whatever `check` or `fix` raise, which none should.
    """
    reports = checker.check(data, f"case-{number}.jpg", STANDARDS, runtime="left-out")
    verdict = _verdict(reports)
    if number % _FIXED_ONE_IN == 0:
        json.dumps(checker.fix(data, "case.jpg", STANDARDS[1:], runtime="left-out").to_dict("zh"))
    return verdict


def _verdict(reports: list[checker.Report]) -> str:
    for report in reports:
        told = report.to_dict()
        json.dumps(told)
        error = told.get("error")
        if error is not None:
            if error["code"] not in CODES or error["code"] == "internal-error":
                raise UnnamedError(f"check: {error['code']}")
            return str(error["code"])
        if report.outcome not in _OUTCOMES:
            raise UnnamedError(f"check: outcome {report.outcome}")
    return max((report.outcome for report in reports), key=("pass", "unknown", "warn", "fail").index)
