"""A check of a drawn portrait, for a page in which nobody has chosen a photo yet.

What runs for the first time is slow there: an engine compiles WebAssembly quickly at first, and well only
what has run often, and Python does likewise. The drawing is a face to both models, so that all steps are
taken.
"""

import asyncio
import contextlib
import io
import time
from collections.abc import Awaitable, Callable

from PIL import Image, ImageDraw

from .vision.runtime import Runtime
from .vision.scene import Unseen

# So often the drawing is judged (measured: after that a photo takes what the tenth does, but for a tenth),
# but not once more after so many seconds. Ours.
_TIMES, _SECONDS = 3, 4.0
_SIZE = 480, 640
_BACKGROUND, _CLOTHES, _COLLAR, _HAIR, _SKIN = "#438EDB", "#26323E", "#F4F4F4", "#2A211D", "#D9A283"


async def rehearse(
    judge: Callable[[bytes, Runtime | Unseen], Awaitable[object]],
    runtime: Runtime | Unseen,
    wanted: Callable[[], bool],
) -> None:
    """Have ``judge`` judge a drawing by ``runtime`` until a photo is ``wanted``, which is asked often.

    Before each run of a model whatever else waits for this thread has its turn.
    """
    taking_turns = runtime if isinstance(runtime, str) else _TakingTurns(runtime, wanted)
    data, until = drawing(), time.monotonic() + _SECONDS
    with contextlib.suppress(asyncio.CancelledError):
        for _ in range(_TIMES):
            await _turn(wanted)
            if time.monotonic() > until:
                return
            await judge(data, taking_turns)


class _TakingTurns:
    """Runs the models by another runtime, and nothing more once a photo is wanted."""

    def __init__(self, runtime: Runtime, wanted: Callable[[], bool]) -> None:
        self._runtime, self._wanted = runtime, wanted

    async def run(self, model: str, pixels: bytes) -> list[memoryview]:
        await _turn(self._wanted)
        return await self._runtime.run(model, pixels)


async def _turn(wanted: Callable[[], bool]) -> None:
    """Let others have their turn; raise what no rule and no runtime catches where a photo is wanted."""
    await asyncio.sleep(0)
    if wanted():
        raise asyncio.CancelledError


def drawing() -> bytes:
    """Return a JPEG of head and shoulders, as plain as the models take for a person."""
    image = Image.new("RGB", _SIZE, _BACKGROUND)
    draw = ImageDraw.Draw(image)
    draw.ellipse((40, 500, 440, 860), _CLOTHES)
    draw.polygon([(195, 500), (285, 500), (240, 590)], _COLLAR)
    draw.ellipse((130, 90, 350, 380), _HAIR)
    draw.rectangle((200, 400, 280, 520), "#C98D6C")  # the neck
    draw.ellipse((142, 140, 338, 460), _SKIN)
    draw.chord((136, 96, 344, 330), 180, 360, _HAIR)
    for x in (192, 288):
        draw.line([(x - 32, 250), (x, 240), (x + 32, 250)], "#33261F", 8)
        draw.ellipse((x - 24, 268, x + 24, 292), "#F3EFEC")
        draw.ellipse((x - 11, 269, x + 11, 291), "#2C1D14")
    draw.line([(236, 285), (228, 345), (252, 345)], "#B57F63", 6)
    draw.ellipse((204, 380, 276, 408), "#A8524C")
    draw.line([(206, 393), (274, 393)], "#6D2F2B", 4)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()
