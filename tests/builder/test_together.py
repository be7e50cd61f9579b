"""Work that is split among processes gives what it gives in one, errors included."""

from __future__ import annotations

import os
import threading

import pytest

from builder import together
from builder.errors import BuildError


def make(number: int) -> tuple[int, int] | BuildError:
    if number == 50:
        return BuildError("odd-number", "choose another", "content/faq.md", 3)
    return number * number, os.getpid()


@pytest.mark.skipif(not hasattr(os, "fork") or os.cpu_count() == 1, reason="nothing can be split")
def test_many_are_made_in_order_and_in_other_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    found = together.of_all(make, range(100))
    error = found.pop(50)
    assert isinstance(error, BuildError)
    assert str(error) == "content/faq.md:3: odd-number: choose another"
    assert [one[0] for one in found if isinstance(one, tuple)] == [n * n for n in range(100) if n != 50]
    assert os.getpid() not in {one[1] for one in found if isinstance(one, tuple)}


@pytest.mark.parametrize(("count", "threads"), [(3, 1), (100, 2)])
def test_few_or_beside_threads_are_made_here(
    count: int, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: threads)
    assert {one[1] for one in together.of_all(make, range(count)) if isinstance(one, tuple)} == {os.getpid()}


def test_an_exception_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    with pytest.raises(ZeroDivisionError):
        together.of_all(lambda number: 1 // (number - 70), range(100))
