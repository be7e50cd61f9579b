"""Which photos are drawn for which rule, and a few for whole pages: right ones first, then wrong ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from builder.drawings.figure import Figure
from checker.text import Text


@dataclass(frozen=True, slots=True)
class Panel:
    """One drawn photo, whether it is right, and the words below it."""

    right: bool
    words: Text
    figure: Figure


def _right(zh: str, en: str, **values: object) -> Panel:
    return Panel(True, Text(zh, en), Figure(**values))  # type: ignore[arg-type]


def _wrong(zh: str, en: str, **values: object) -> Panel:
    return Panel(False, Text(zh, en), Figure(**values))  # type: ignore[arg-type]


_GOOD = _right("正好", "just right")

PANELS: Mapping[str, tuple[Panel, ...]] = {
    "crown-position": (
        _right("上面留一成", "a tenth above", mark="crown"),
        _wrong("顶到边了", "at the edge", mark="crown", y=-15),
        _wrong("空太多", "too much room", mark="crown", y=24, size=0.9),
    ),
    "eye-line": (
        _right("高度正好", "just right", mark="eyes"),
        _wrong("太高", "too high", mark="eyes", y=-28, size=0.9),
        _wrong("太低", "too low", mark="eyes", y=32, size=0.9),
    ),
    "head-height": (
        _right("大小正好", "just right", mark="head"),
        _wrong("头太小", "too small", mark="head", size=0.55, y=-14),
        _wrong("头太大", "too large", mark="head", size=1.35, y=14),
    ),
    "face-width": (
        _right("宽度正好", "just right", mark="face"),
        _wrong("脸太窄", "too narrow", mark="face", size=0.5, y=-10),
        _wrong("脸太宽", "too wide", mark="face", size=1.4, y=12),
    ),
    "head-centring": (
        _right("在正中", "in the middle", mark="middle"),
        _wrong("偏左了", "too far left", mark="middle", x=-17),
        _wrong("偏右了", "too far right", mark="middle", x=17),
    ),
    "side-margins": (
        _right("两边都有空", "room on both sides", mark="sides"),
        _wrong("头发碰到边", "hair at the edge", mark="sides", hair="wide", size=1.1, y=4),
        _wrong("一边太窄", "one side too narrow", mark="sides", x=-14),
    ),
    "shoulders": (
        _right("双肩放平", "level shoulders", mark="shoulders"),
        _wrong("一高一低", "one higher", mark="shoulders", tilt=12),
        _wrong("下面太少", "too little below", mark="below", size=1.2, y=22),
    ),
    "inter-eye-distance": (
        _right("脸够大", "face large enough", mark="between"),
        _wrong("脸太小", "face too small", mark="between", size=0.45, y=-14),
    ),
    "roll": (
        _right("两眼一样高", "eyes level", mark="pupils"),
        _wrong("头歪了", "head leans", mark="pupils", roll=13),
    ),
    "yaw": (
        _right("正对镜头", "facing the lens"),
        _wrong("转头了", "turned", yaw=11),
        _wrong("转头了", "turned", yaw=-11),
    ),
    "pitch": (
        _right("平视", "straight ahead"),
        _wrong("抬头了", "raised", pitch=-13),
        _wrong("低头了", "lowered", pitch=11),
    ),
    "face-count": (
        _right("只有你", "only you"),
        _wrong("后面还有人", "somebody behind", second=True, size=0.9, x=-16),
    ),
    "eyes-open": (_right("睁开", "open"), _wrong("闭眼了", "closed", eyes="closed")),
    "gaze": (
        _right("看镜头", "at the lens"),
        _wrong("看旁边", "to the side", gaze=3.6),
    ),
    "mouth-closed": (_right("合上", "closed"), _wrong("张嘴、露牙", "open, teeth shown", mouth="open")),
    "ears-visible": (
        _right("两只都看得见", "both visible"),
        _wrong("被头发盖住", "covered by hair", hair="over-ears"),
    ),
    "hair-over-eyes": (
        _right("眉眼都露出", "brows and eyes free"),
        _wrong("刘海遮住", "fringe over them", hair="fringe"),
    ),
    "head-covering": (_right("不戴帽子", "bare head"), _wrong("戴了帽子", "a hat", hat=True)),
    "glasses": (
        _right("透明，不压眼", "clear, off the eyes", glasses="clear"),
        _wrong("反光", "glare", glasses="glare"),
        _wrong("有颜色", "tinted", glasses="dark"),
        _wrong("镜框压眼", "frame over the eyes", glasses="low"),
    ),
    "ornaments": (
        _right("什么都不戴", "nothing worn"),
        _wrong("耳环、项链", "earrings, necklace", ornaments=True),
    ),
    "selfie-distortion": (
        _right("离一米半到两米", "1.5-2 m away"),
        _wrong("伸手自拍，脸变形", "at arm's length", selfie=True, size=1.12, y=4),
    ),
    "background-colour": (
        _right("蓝", "blue"),
        _right("白，穿深色", "white, dark clothes", ground="d-white"),
        _wrong("太深", "too dark", ground="d-navy", clothes="d-light"),
        _wrong("发绿", "greenish", ground="d-teal"),
    ),
    "background-evenness": (
        _right("一个颜色", "one colour"),
        _wrong("有影子", "a shadow", uneven="shadow"),
        _wrong("有渐变", "a gradient", uneven="gradient"),
        _wrong("有东西", "things in it", uneven="things"),
    ),
    "clothes-contrast": (
        _right("白底穿深色", "dark on white", ground="d-white"),
        _wrong("白底穿白色", "white on white", ground="d-white", clothes="d-light"),
        _wrong("蓝底穿一样的蓝", "the same blue", clothes="d-blue"),
    ),
    "picture-border": (_right("铺满", "no border"), _wrong("有边框", "a border", border=True)),
    "sharpness": (_right("清楚", "sharp"), _wrong("糊了", "blurred", blur=2.2)),
    "upscaled": (_right("原图", "the original"), _wrong("小图放大", "enlarged", blur=1.3, blocks=True)),
    "compression-artefacts": (_right("干净", "clean"), _wrong("有方块", "blocks", blocks=True)),
    "exposure": (
        _right("亮度正好", "just right"),
        _wrong("太暗", "too dark", veil="d-dark"),
        _wrong("脸上白成一片", "blown out", veil="d-bright"),
    ),
    "contrast": (_right("分明", "clear"), _wrong("发灰", "flat", veil="d-flat")),
    "colour-cast": (_right("颜色自然", "natural"), _wrong("发黄", "yellowish", veil="d-warm")),
    "colour-mode": (
        _right("彩色", "colour"),
        _wrong("黑白", "black and white", ground="d-grey", veil="d-grey"),
    ),
    "image-integrity": (_right("完整", "whole"), _wrong("少了一截", "a part missing", cut=True)),
    "aspect-ratio": (
        _right("裁成 3:4", "cropped to 3:4"),
        _wrong("压窄了", "squeezed", width=0.72),
        _wrong("拉宽了", "stretched", width=1.25),
    ),
    "orientation": (_right("头朝上", "head up"), _wrong("躺倒了", "on its side", turned=-90)),
    "framing": (
        _GOOD,
        _wrong("太小", "too small", size=0.55, y=-14),
        _wrong("切到头顶", "cut off", size=1.15, y=-22),
        _wrong("头歪了", "leaning", roll=13),
    ),
    "face": (
        _right("五官都露出来", "all features visible"),
        _wrong("头发挡住眉眼", "hair over the eyes", hair="fringe"),
        _wrong("眼镜反光", "glare", glasses="glare"),
        _wrong("张着嘴", "mouth open", mouth="open"),
    ),
    "measured-height": (
        _right("头顶位置", "crown position", mark="crown"),
        _right("眼睛位置", "eye line", mark="eyes"),
        _right("头部高度", "head height", mark="head"),
        _right("肩部", "shoulders", mark="below"),
    ),
    "measured-width": (
        _right("脸宽", "face width", mark="face"),
        _right("左右留白", "room beside the head", mark="sides"),
        _right("头部居中", "middle", mark="middle"),
        _right("两眼水平", "level eyes", mark="pupils"),
    ),
}
# Drawn to explain and not to judge: no tick is put before their words.
NEUTRAL = frozenset({"measured-height", "measured-width"})
