"""What runs the models: onnxruntime on a desktop, onnxruntime-web in a browser. Both run the same files."""

from collections.abc import Coroutine
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Runtime(Protocol):
    """Runs a model by its name.

    Every model takes one picture as bytes, RGB, row by row, of the size its file states, and does its own
    normalising. The answer is a list of flat views, of format ``f`` or ``B``, in the order of the model's
    outputs.
    """

    async def run(self, model: str, pixels: bytes) -> list[memoryview]:
        """Return the outputs of ``model`` for ``pixels``."""
        ...


def finish(work: Coroutine[Any, Any, T]) -> T:
    """Return the result of ``work`` where nothing in it waits, as with the desktop's runtime."""
    try:
        work.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    work.close()
    raise RuntimeError("the runtime waits: await it instead")
