"""How the guide groups the rules in its lists."""

from __future__ import annotations

from checker.text import Text

# How the rules are told apart in lists: what each group is called, and its rules in the registry's order.
GROUPS: tuple[tuple[str, Text, tuple[str, ...]], ...] = (
    (
        "file",
        Text("文件", "The file"),
        (
            "image-format",
            "image-integrity",
            "single-image",
            "file-name",
            "file-size",
            "jpeg-quality",
            "pixel-size",
            "aspect-ratio",
            "print-resolution",
            "colour-mode",
            "colour-profile",
            "orientation",
            "embedded-location",
        ),
    ),
    (
        "background",
        Text("背景、衣服、边框", "Background, clothes, border"),
        ("background-colour", "background-evenness", "clothes-contrast", "picture-border"),
    ),
    (
        "quality",
        Text("画质和光线", "Quality and light"),
        ("sharpness", "upscaled", "compression-artefacts", "exposure", "contrast", "colour-cast"),
    ),
    (
        "composition",
        Text("头在照片里的位置", "Where the head is"),
        (
            "crown-position",
            "head-height",
            "eye-line",
            "face-width",
            "head-centring",
            "side-margins",
            "shoulders",
            "inter-eye-distance",
        ),
    ),
    ("pose", Text("头歪不歪", "How the head is held"), ("roll", "yaw", "pitch")),
    (
        "face",
        Text("脸、头发、穿戴", "Face, hair, what is worn"),
        (
            "face-count",
            "eyes-open",
            "mouth-closed",
            "ears-visible",
            "hair-over-eyes",
            "head-covering",
            "glasses",
            "ornaments",
            "selfie-distortion",
            "gaze",
        ),
    ),
)
