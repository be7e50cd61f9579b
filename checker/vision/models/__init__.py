"""The models, converted by ``models/`` from MediaPipe's. Each takes RGB bytes and does its own normalising.

``face-detector``: BlazeFace, short range. Outputs: ``boxes``, 896 × 16 of format ``f``, raw regressors in px
of the input; ``scores``, 896 of format ``f``, logits. ``face-mesh``: FaceMesh-V2. Outputs: ``points``,
478 × 3 of format ``f``, x, y and z in px of the input, the irises' last: 468-472 of the subject's right eye,
the centre first, 473-477 of the left; ``presence``, one logit of format ``f``. ``person-mask``: selfie
segmentation. Output: ``mask``, 256 × 256 of format ``B``, the belief in a person as 0-255.
``labels``: multiclass selfie segmentation, for a close look only, see models/README.md. Output: ``labels``,
256 × 256 of format ``B``, the numbers of `scene.LABELS`.
"""

from importlib import resources
from types import MappingProxyType

SIZES = MappingProxyType({"face-detector": 128, "face-mesh": 256, "person-mask": 256})
"""The width and height, in px, of the picture that each model takes; of those that look at every photo."""

CLOSER = MappingProxyType({"labels": 256})
"""The same of those that only a closer look needs: they are large, and take several times as long."""


def read(model: str) -> bytes:
    """Return the ONNX file of a model of `SIZES` or `CLOSER`."""
    return resources.files(__name__).joinpath(f"{model}.onnx").read_bytes()


def check_pixels(model: str, pixels: bytes) -> int:
    """Return the side of the picture that ``model`` takes, in px.

    Raises `ValueError` where ``pixels`` are not the RGB bytes of such a picture, or there is no such model.
    """
    side = SIZES.get(model) or CLOSER.get(model)
    if side is None:
        raise ValueError(f"there is no model {model!r}, only {', '.join((*SIZES, *CLOSER))}")
    if len(pixels) != side * side * 3:
        raise ValueError(f"{model} takes {side}x{side} px of RGB, {side * side * 3} bytes, not {len(pixels)}")
    return side
