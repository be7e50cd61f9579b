"""The desktop's runtime: onnxruntime, which is optional (``pip install gradphoto[vision]``).

The only module of ``checker`` that touches NumPy, which comes with onnxruntime. Both are imported when a
photo is looked at, lest ``gradphoto --help`` wait for them.
"""

import functools
import importlib
from typing import Any

from . import models
from .runtime import Runtime

_ERRORS_ONLY = 3  # onnxruntime's severities: 0 verbose, 1 info, 2 warning, 3 error, 4 fatal


class _Desktop:
    """Runs the models in this thread alone: a folder of photos keeps each core busy by itself."""

    def __init__(self, onnxruntime: Any, numpy: Any) -> None:
        self._onnxruntime = onnxruntime
        self._numpy = numpy
        self._sessions: dict[str, Any] = {}

    async def run(self, model: str, pixels: bytes) -> list[memoryview]:
        """Return the outputs of ``model``, as `Runtime` says; raises as `models.check_pixels` does."""
        side = models.check_pixels(model, pixels)
        if model not in self._sessions:
            self._sessions[model] = self._session(model)
        picture = self._numpy.frombuffer(pixels, self._numpy.uint8).reshape(1, side, side, 3)
        outputs = self._sessions[model].run(None, {"pixels": picture})
        return [memoryview(output.reshape(-1)) for output in outputs]

    def _session(self, model: str) -> Any:
        options = self._onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = _ERRORS_ONLY
        return self._onnxruntime.InferenceSession(
            models.read(model), options, providers=["CPUExecutionProvider"]
        )


@functools.cache
def desktop() -> Runtime | None:
    """Return this process's one runtime, which keeps its models loaded; None where onnxruntime is missing."""
    try:
        # By their names: type checking must not ask for what is optional.
        onnxruntime, numpy = (importlib.import_module(name) for name in ("onnxruntime", "numpy"))
    except ImportError:
        return None
    onnxruntime.set_default_logger_severity(_ERRORS_ONLY)
    return _Desktop(onnxruntime, numpy)
