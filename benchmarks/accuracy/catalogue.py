"""Every mutation of what a photo shows, with its steps."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.accuracy import effects
from benchmarks.accuracy.colours import lab, lab_to_rgb
from benchmarks.accuracy.compose import person_mask
from benchmarks.accuracy.looks import (
    BLUE_CHROMA,
    BLUE_HUE,
    BLUE_LIGHTNESS,
    Look,
    base,
    blurred,
    cast,
    clothes,
    coloured,
    effect,
    falling,
    strength,
    unchanged_photo,
    waves,
)
from checker.text import Text

# A photo for upload and a small one: strengths in px are meant for a width of 480.
SIZES = ((480, 640), (300, 400))
SAVED = (95.0, 90, 85, 80, 75, 70, 65, 60, 45, 30, 25, 20, 15, 10, 5)
LOOKS: tuple[Look, ...] = (
    Look(
        "defocus",
        Text("虚焦（模糊半径）", "out of focus"),
        "sharpness",
        "px",
        0,
        (0, 0.2, 0.4, 0.6, 1.0, 1.8, 2.2, 2.6, 3.0, 4.0, 5.0, 7.0),
        blurred,
        ("", "grain"),
        sizes=SIZES,
    ),
    Look(
        "motion",
        Text("手抖（拖影长度）", "motion blur"),
        "sharpness",
        "px",
        1,
        (1, 1.5, 2, 4, 6, 7, 8, 10, 12, 16, 20),
        lambda source, shot: effects.motion(base(source, shot), strength(shot), shot.variant),
        ("across", "down"),
        sizes=SIZES,
    ),
    Look(
        "upscale",
        Text("小图放大（倍数）", "enlarged"),
        "upscaled",
        "factor",
        1,
        (1, 1.1, 1.2, 1.6, 2, 2.25, 2.5, 3, 3.5, 4, 5, 6),
        effect(effects.upscale),
        sizes=SIZES,
        backgrounds=("blue", "light-blue", "white"),
    ),
    Look(
        "exposure",
        Text("曝光（档）", "exposure"),
        "exposure",
        "stop",
        0,
        (-3.2, -2.8, -2.4, -2, -1.7, -1.2, -0.7, -0.5, -0.25, 0, 0.2, 0.4, 0.8, 1.2, 1.5, 1.8, 2.2, 2.6),
        effect(effects.exposure),
    ),
    Look(
        "contrast",
        Text("对比度（剩下的比例）", "contrast left"),
        "contrast",
        "factor",
        1,
        (1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.6, 0.4, 0.35, 0.3, 0.25, 0.2, 0.15),
        effect(effects.contrast),
    ),
    Look(
        "cast",
        Text("偏色（CIELAB 单位）", "colour cast"),
        "colour-cast",
        "lab",
        0,
        (0, 2, 4, 6, 11, 16, 20, 25, 30, 35),
        cast,
        ("80", "150", "270", "330"),
        ("blue", "white"),
    ),
    Look(
        "jpeg-quality",
        Text("JPG 质量", "JPEG quality"),
        "compression-artefacts",
        "quality",
        95,
        SAVED,
        unchanged_photo,
    ),
    Look(
        "jpeg-twice",
        Text("先低质量、再高质量保存", "saved twice"),
        "compression-artefacts",
        "quality",
        95,
        SAVED,
        unchanged_photo,
    ),
    Look(
        "gradient",
        Text("背景渐变（明度差）", "gradient of the background"),
        "background-evenness",
        "lab",
        0,
        (0, 2, 4, 5, 10, 16, 20, 25, 30, 40),
        falling(lambda _, shot: effects.gradient(shot.size, shot.variant)),
        ("down", "across", "round"),
    ),
    Look(
        "shadow",
        Text("背景上的影子（明度差）", "shadow on the background"),
        "background-evenness",
        "lab",
        0,
        (0, 1, 2, 3, 7, 12, 16, 20, 25, 30, 40),
        falling(lambda source, shot: effects.shadow(person_mask(source, shot.size), shot.variant)),
        ("left", "right"),
    ),
    Look(
        "texture",
        Text("背景纹理（明度起伏）", "texture of the background"),
        "background-evenness",
        "lab",
        0,
        (0, 0.5, 1, 1.5, 2, 4, 7, 9, 12, 16),
        waves,
        ("cloud", "fold"),
    ),
    Look(
        "clothes-contrast",
        Text("衣服与背景的色差", "clothes against the background"),
        "clothes-contrast",
        "lab",
        60,
        (60, 50, 42, 35, 30, 26, 15, 8, 6, 4, 2, 0),
        clothes,
        ("black",),
        ("blue", "app-blue", "light-blue", "white", "light-grey"),
    ),
    Look(
        "frame",
        Text("边框（宽度）", "frame"),
        "picture-border",
        "px",
        0,
        (0, 2, 3, 4, 6, 8, 10, 15, 20, 30),
        lambda source, shot: effects.frame(base(source, shot), strength(shot), shot.variant),
        ("#000000", "#D02020", "#C8A050"),
    ),
    Look(
        "corners",
        Text("圆角（半径）", "round corners"),
        "picture-border",
        "px",
        0,
        (0, 1, 5, 9, 12, 16, 24, 32, 48),
        lambda source, shot: effects.corners(base(source, shot), strength(shot), shot.variant),
        ("#000000", "#808080"),
    ),
    Look(
        "blue-hue",
        Text("背景色相（度）", "hue of the background"),
        "background-colour",
        "degree",
        BLUE_HUE,
        (
            *(90, 120, 150, 170, 185, 200, 210, 215, 228, 239, 243, 247, 251, 255, 259),
            *(263, 267, 271, 275, 279, 283, 293, 303, 310, 320, 340, 360),
        ),
        coloured(lambda hue: lab_to_rgb(lab(BLUE_LIGHTNESS, BLUE_CHROMA, hue))),
        backgrounds=("",),
        bad="fail",
    ),
    Look(
        "blue-lightness",
        Text("蓝色背景的明度", "lightness of a blue background"),
        "background-colour",
        "lab",
        BLUE_LIGHTNESS,
        (10, 15, 20, 25, 30, 40, 49, 52, 55, 60, 65, 70, 75, 80),
        coloured(lambda lightness: lab_to_rgb(lab(lightness, 30, BLUE_HUE))),
        backgrounds=("",),
        bad="fail",
    ),
    Look(
        "blue-chroma",
        Text("蓝色背景的彩度", "chroma of a blue background"),
        "background-colour",
        "lab",
        BLUE_CHROMA,
        (44, 40, 36, 33, 31, 29, 20, 11, 9, 6, 3, 0),
        coloured(lambda chroma: lab_to_rgb(lab(BLUE_LIGHTNESS, chroma, BLUE_HUE))),
        backgrounds=("",),
        bad="fail",
    ),
    Look(
        "white-lightness",
        Text("白色背景的明度", "lightness of a white background"),
        "background-colour",
        "lab",
        100,
        (100, 99, 98, 97, 96, 95, 94, 93, 85, 78, 75, 70, 65, 60, 50, 40, 30, 20),
        coloured(lambda lightness: lab_to_rgb(lab(lightness))),
        backgrounds=("",),
        bad="fail",
    ),
)


# What is done to files: see `files.MAKERS`.
FILES: Mapping[str, Text] = {
    "bytes": Text("文件大小在界限上下", "bytes around each limit"),
    "size": Text("宽高在界限上下", "width and height around each limit"),
    "ratio": Text("裁成别的宽高比", "other ratios"),
    "saved-as": Text("存成别的格式和颜色模式", "other formats and modes"),
    "named": Text("别的扩展名", "other extensions"),
    "cut-short": Text("没有传完", "not arrived whole"),
    "turned": Text("靠 EXIF 标记转正", "turned by EXIF"),
    "shape": Text("横版、方形、竖版", "landscape, square, portrait"),
    "dpi": Text("标注的分辨率", "stated resolution"),
    "quality": Text("JPG 压缩质量", "JPEG quality"),
    "clean": Text("没有毛病的照片", "photos without fault"),
    "other-colour": Text("别的颜色的背景", "backgrounds of other colours"),
}


def described(mutation: str) -> dict[str, object]:
    """Return title, unit and unchanged step of a mutation, as the results write them down."""
    look = next((look for look in LOOKS if look.name == mutation), None)
    title = look.title if look is not None else FILES[mutation]
    return {
        "mutation": mutation,
        "title": {"zh": title.zh, "en": title.en},
        "unit": look.unit if look is not None else None,
        "unchanged": look.unchanged if look is not None else None,
    }
