"""The rehearsal of a page: its drawing is a face to the models, and it ends once a photo is wanted."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import checker
from checker.photo import Photo, SceneAskedError
from checker.rehearsal import drawing, rehearse
from checker.vision.desktop import desktop
from checker.vision.models import SIZES
from checker.vision.runtime import Runtime
from checker.vision.scene import Unseen
from tests.corpus import PHOTOS


class Counting:
    """The desktop's runtime, which notes what it runs."""

    def __init__(self) -> None:
        self.ran: list[str] = []

    async def run(self, model: str, pixels: bytes) -> list[memoryview]:
        self.ran.append(model)
        runtime = desktop()
        assert runtime is not None
        return await runtime.run(model, pixels)


async def judge(data: bytes, runtime: Runtime | Unseen) -> list[checker.Report]:
    return await checker.checking(data, "", ["chsi-2017"], runtime=runtime)


def run(work: Coroutine[Any, Any, object]) -> None:
    """Run ``work`` in a thread of its own: in this one Playwright's loop may be running."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


def test_every_model_runs_and_sees_a_face() -> None:
    seen: list[Photo] = []
    checker.check(drawing(), "", ["chsi-2017"], show=seen.append)
    assert seen[0].scene is not None
    assert len(seen[0].scene.faces) == 1
    assert {"crown", "chin", "left-eye", "right-eye"} == set(seen[0].scene.marks)
    counting = Counting()
    run(rehearse(judge, counting, lambda: False))
    assert set(counting.ran) == set(SIZES)
    assert counting.ran.count("person-mask") >= 1


@pytest.mark.parametrize("runs", [0, 1, 9])
def test_nothing_runs_once_a_photo_is_wanted(runs: int) -> None:
    counting = Counting()
    run(rehearse(judge, counting, lambda: len(counting.ran) >= runs))
    assert len(counting.ran) == runs


def test_others_have_their_turn_between_two_runs() -> None:
    counting = Counting()
    turns: list[int] = []

    async def other() -> None:
        while len(counting.ran) < 5:
            turns.append(len(counting.ran))
            await asyncio.sleep(0)

    async def both() -> None:
        await asyncio.gather(rehearse(judge, counting, lambda: len(counting.ran) >= 5), other())

    run(both())
    assert set(turns) == {0, 1, 2, 3, 4}


def test_without_models_the_picture_alone_is_judged() -> None:
    outcomes = []

    async def judged(data: bytes, runtime: Runtime | Unseen) -> None:
        outcomes.extend(await judge(data, runtime))

    run(rehearse(judged, "left-out", lambda: bool(outcomes)))
    assert [report.outcome for report in outcomes] == ["unknown"]


def test_who_judges_blindly_measures_nothing_by_the_scene() -> None:
    photo = Photo.from_bytes(PHOTOS["baseline.jpg"]())
    photo.decode()
    with photo.blindly(), pytest.raises(SceneAskedError):
        _ = photo.scene
    assert photo.scene is None
