"""The rules, one module each. A rule judges a photo by its limits; it never decodes and never prints."""

from typing import TYPE_CHECKING, Any, Protocol

from ..report import Verdict
from ..table import Table
from ..text import Lang, Text
from . import (
    aspect_ratio,
    background_colour,
    background_evenness,
    clothes_contrast,
    colour_cast,
    colour_mode,
    colour_profile,
    compression_artefacts,
    contrast,
    crown_position,
    ears_visible,
    embedded_location,
    exposure,
    eye_line,
    eyes_open,
    face_count,
    face_width,
    file_name,
    file_size,
    gaze,
    glasses,
    hair_over_eyes,
    head_centring,
    head_covering,
    head_height,
    image_format,
    image_integrity,
    inter_eye_distance,
    jpeg_quality,
    mouth_closed,
    orientation,
    ornaments,
    picture_border,
    pitch,
    pixel_size,
    print_resolution,
    roll,
    selfie_distortion,
    sharpness,
    shoulders,
    side_margins,
    single_image,
    upscaled,
    yaw,
)

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard


class Rule(Protocol):
    """What every rule module offers. ``Limits`` is each rule's own type, hence Any here."""

    RULE_ID: str
    TITLE: Text

    def read_limits(self, table: Table, /) -> Any:
        """Take the rule's limits out of its table in a standard."""

    def describe(self, limits: Any, /) -> Text:
        """Return the limits as a requirement a student can read."""

    def judge(self, photo: "Photo", limits: Any, standard: "Standard", /) -> Verdict:
        """Return what the rule says about a photo whose pixels, if it has any, are decoded."""


_MODULES: tuple[Rule, ...] = (
    image_format,
    image_integrity,
    single_image,
    file_name,
    file_size,
    jpeg_quality,
    pixel_size,
    aspect_ratio,
    print_resolution,
    colour_mode,
    colour_profile,
    orientation,
    embedded_location,
    background_colour,
    background_evenness,
    clothes_contrast,
    picture_border,
    sharpness,
    upscaled,
    compression_artefacts,
    exposure,
    contrast,
    colour_cast,
    crown_position,
    head_height,
    eye_line,
    face_width,
    head_centring,
    side_margins,
    shoulders,
    inter_eye_distance,
    roll,
    yaw,
    pitch,
    face_count,
    eyes_open,
    mouth_closed,
    ears_visible,
    hair_over_eyes,
    head_covering,
    glasses,
    ornaments,
    selfie_distortion,
    gaze,
)
RULES: dict[str, Rule] = {rule.RULE_ID: rule for rule in _MODULES}


def titles(lang: Lang) -> dict[str, str]:
    """Return the title of each rule by its id."""
    return {rule_id: rule.TITLE.to(lang) for rule_id, rule in RULES.items()}
