"""What the fixer says: what it did, and what it could not do and why."""

from collections.abc import Iterator, Sequence

from ..errors import PhotoError
from ..photo import Photo
from ..report import SEVERITY, Finding, Report
from ..text import Text, kilobytes, number, printable
from .choose import Choice
from .encode import FULL, Encoded
from .model import FIXABLE, Box, Note
from .plan import Plan

UNCHANGED = Note(
    "unchanged",
    Text(
        "照片本来就符合要求，原样保留，没有重新压缩。",
        "The photo is as it should be already; it was kept as it is and not compressed again.",
    ),
)
# Which rules a note of this code accounts for, when they still fail.
_ACCOUNTS = {
    "quality-not-reached": {"jpeg-quality"},
    "too-few-bytes": {"file-size"},
    "too-many-bytes": {"file-size"},
    "usual-bytes-exceeded": {"file-size"},
    "grey-corner": {"image-integrity"},
}


def unreadable(error: PhotoError) -> Note:
    """Return the note that the photo cannot be opened; its code is the error's."""
    return Note(error.code, Text(error.zh, error.en), "problem")


def not_decoded(photo: Photo) -> Note:
    """Return the note that pixels of this format cannot be read here."""
    kind = photo.format_name
    text = Text(
        f"本工具读不了 {kind} 的画面，没有生成新文件。请先用看图软件另存为 JPG 或 PNG。",
        f"The pixels of a {kind} file cannot be read here, so no file was made. Save it as JPG or PNG first.",
    )
    return Note("not-decoded", text, "problem")


def lost(finding: Finding) -> Note:
    """Return the note that part of the picture is not there, with what the rule found."""
    text = finding.verdict.message + Text(
        "缺掉的画面补不回来，没有生成新文件。", "What is missing cannot be made up, so no file was made."
    )
    return Note("picture-incomplete", text, "problem")


def too_few(choice: Choice, part: Box) -> Note:
    """Return the note that the photo would have to be enlarged, which adds no detail."""
    width, height = (int(part[2] - part[0]), int(part[3] - part[1]))
    wanted, wanted_height = choice.size
    times = number(1 / choice.scale)
    text = Text(
        f"可用的画面只有 {width}×{height} 像素，至少要 {wanted}×{wanted_height}，得放大 {times} 倍。"
        "放大不会变清晰，审核会判为模糊，所以没有生成新文件。请用原图，或裁剪时多留一些画面。",
        f"There are only {width}x{height} px to use, and {wanted}x{wanted_height} are needed: an enlargement "
        f"of {times}. It would add no detail and be refused as blurred, so no file was made. "
        "Use the original photo, or crop less of it away.",
    )
    return Note("too-few-pixels", text, "problem")


def changes(photo: Photo, choice: Choice, made: Encoded, part: Box, target: Plan) -> list[Note]:
    """Return what was done to the picture, in the order in which it was done."""
    return [*_read(photo), *_resized(choice, part), *_small(choice, target), *_written(made, target)]


def _read(photo: Photo) -> Iterator[Note]:
    kind, shown = photo.format_name, printable(photo.profile.name)
    if photo.format != "JPEG":
        yield Note("format-converted", Text(f"{kind} 转成了 JPG。", f"{kind} was converted to JPG."))
    if photo.gain_map:
        text = Text(
            "附带的 HDR 增益图（只供高亮屏幕用）没有带进新文件。",
            "The HDR gain map, meant for bright screens, was left out.",
        )
        yield Note("gain-map-removed", text)
    elif max(photo.frames, photo.layout.pictures) > 1:
        text = Text(
            "文件里不止一张画面，只用了主画面。请确认是想要的那张。",
            "The file holds more than one picture; the main one was used. Make sure it is the right one.",
        )
        yield Note("one-picture-kept", text, "advice")
    if photo.layout.extra in {"bytes", "video"}:
        size = kilobytes(photo.layout.extra_bytes)
        text = Text(
            f"照片末尾附带的 {size} 数据（动态照片的视频等）没有带进新文件。",
            f"The {size} of data behind the photo, such as the video of a motion photo, were left out.",
        )
        yield Note("extra-data-removed", text)
    if photo.orientation != 1:
        text = Text("按 EXIF 方向标记把画面摆正了。", "The picture was turned upright as its EXIF mark says.")
        yield Note("turned-upright", text)
    if photo.profile.state == "other":
        text = Text(
            f"颜色从「{shown}」换算成了 sRGB。",
            f'Colours were converted from "{ascii(shown)[1:-1]}" to sRGB.',
        )
        yield Note("colours-converted", text)
    if photo.mode == "CMYK":
        text = Text(
            "印刷用的 CMYK 颜色换算成了 RGB，可能略有偏差，请看一眼。",
            "CMYK colours were converted to RGB and may be somewhat off: have a look.",
        )
        yield Note("cmyk-converted", text, "advice")
    if photo.mode in {"RGBA", "GRAYA"}:
        text = Text("透明的部分填成了白色。", "Transparent parts were filled with white.")
        yield Note("transparency-filled", text, "advice")
    if photo.mode in {"GRAY", "GRAYA"}:
        text = Text(
            "照片是黑白的；文件已存成彩色格式，但画面不会变成彩色。请用彩色原图。",
            "The photo is black and white. It is stored as colour now, which adds no colour: "
            "use a colour original.",
        )
        yield Note("grey-picture", text, "advice")
    if photo.grey_corner:
        text = Text(
            "右下角有一小块均匀的灰色，可能没有传完。请放大看一眼；有灰块就重新传输原图。",
            "The lower right corner is even grey; the very end may be missing. Look at it enlarged.",
        )
        yield Note("grey-corner", text, "advice")


def _resized(choice: Choice, part: Box) -> Iterator[Note]:
    left, top, right, bottom = part
    across = 1 - (choice.box[2] - choice.box[0]) / (right - left)
    down = 1 - (choice.box[3] - choice.box[1]) / (bottom - top)
    if max(across, down) > 0.0005:  # less is half a pixel of rounding
        sides = [
            Text(f"{zh}各 {number(share * 50)}%", f"{number(share * 50)}% {en}")
            for share, zh, en in (
                (across, "左右", "on the left and right"),
                (down, "上下", "at top and bottom"),
            )
            if share > 0.0005
        ]
        zh, en = "，".join(side.zh for side in sides), " and ".join(side.en for side in sides)
        text = Text(
            f"为了符合比例，裁掉了{zh}，没有拉伸。",
            f"To fit the ratio, {en} were cut off; nothing is stretched.",
        )
        yield Note("cropped", text)
    old, new = (round(choice.box[2] - choice.box[0]), round(choice.box[3] - choice.box[1])), choice.size
    if choice.scale < 1:
        text = Text(
            f"画面只有 {old[0]}×{old[1]} 像素，略微放大到了 {new[0]}×{new[1]}；有原图最好用原图。",
            f"The picture has only {old[0]}x{old[1]} px and was enlarged a little, to {new[0]}x{new[1]}; "
            "better use the original.",
        )
        yield Note("enlarged", text, "advice")
    elif old != new:
        text = Text(
            f"从 {old[0]}×{old[1]} 缩小到 {new[0]}×{new[1]} 像素。",
            f"It was reduced from {old[0]}x{old[1]} to {new[0]}x{new[1]} px.",
        )
        yield Note("reduced", text)


def _small(choice: Choice, target: Plan) -> Iterator[Note]:
    usual = target.size
    if choice.size[0] < usual[0] and choice.size[1] < usual[1]:
        width, height = choice.size
        text = Text(
            f"原照片像素少，新文件只有 {width}×{height}：所选标准允许，但别处常要 {usual[0]}×{usual[1]}。",
            f"The photo has few px, so the new file has {width}x{height}: the chosen standards allow it, "
            f"but {usual[0]}x{usual[1]} is often asked for elsewhere.",
        )
        yield Note("below-usual-size", text, "advice")


def _written(made: Encoded, target: Plan) -> Iterator[Note]:
    size, full = kilobytes(len(made.data)), made.subsampling == FULL
    colour = "色度完整" if full else "色度减半"
    text = Text(
        f"存成了 {size} 的 JPG：质量 {made.quality}，{colour}，{target.dpi} dpi。",
        f"It was stored as a JPG of {size}: quality {made.quality}, {'full' if full else 'halved'} colour "
        f"resolution, {target.dpi} dpi.",
    )
    yield Note("encoded", text)
    text = Text(
        "拍摄时间、地点等附带信息都没有带进新文件。",
        "Time, place and all else that the old file said about itself was left out.",
    )
    yield Note("metadata-removed", text)


def worsened(before: Sequence[Report], after: Sequence[Report]) -> list[Note]:
    """Return what other rules find worse in the new file than in the old one, as after a crop too close."""
    told = {}
    for old, new in zip(before, after, strict=True):
        outcomes = {finding.rule: finding.outcome for finding in old.findings}
        for finding in new.findings:
            worse = SEVERITY.index(finding.outcome) < SEVERITY.index(outcomes[finding.rule])
            if worse and finding.rule not in FIXABLE:
                message = finding.verdict.message
                text = Text(f"这一项比原照片差：{message.zh}", f"This got worse than before: {message.en}")
                told[finding.rule] = Note("got-worse", text, "advice")
    return list(told.values())


def shortcomings(target: Plan, made: Encoded, after: Sequence[Report]) -> list[Note]:
    """Return what the new file still lacks, and why; a fixable rule that fails never goes unexplained."""
    told = list(_limits_missed(target, made))
    known = {rule for note in told for rule in _ACCOUNTS[note.code]}
    for finding in (finding for report in after for finding in report.findings):
        if finding.rule in FIXABLE and finding.outcome in {"fail", "unknown"} and finding.rule not in known:
            known.add(finding.rule)
            message = finding.verdict.message
            if finding.rule == "file-name":
                told.append(Note("name-needed", message, "advice"))  # only the person knows the number
                continue
            text = Text(f"新文件仍不符合：{message.zh}", f"The new file still lacks this: {message.en}")
            told.append(Note("still-fails", text, "problem"))
    return told


def _limits_missed(target: Plan, made: Encoded) -> Iterator[Note]:
    room, n_bytes = target.room, len(made.data)
    size, quality = kilobytes(n_bytes), made.quality
    if quality < room.quality.low:
        text = Text(
            f"在允许的文件大小内，压缩质量只能到 {quality}，要求不低于 {room.quality.low}。"
            "画面噪点或细节太多；请在亮一些、均匀的光下重拍。",
            f"Within the file size allowed, the quality gets no higher than {quality}; {room.quality.low} is "
            "required. The picture has much noise or detail: take it in brighter, even light.",
        )
        yield Note("quality-not-reached", text, "problem")
    if n_bytes < room.n_bytes.low:
        text = Text(
            f"用最高质量存也只有 {size}，达不到要求的最小文件；再凑只能塞无用数据，本工具不这样做。"
            "请用像素更多的原图。",
            f"Even at the highest quality the file has only {size}, less than required. It could only be "
            "padded with useless data, which this tool does not do. Use an original with more pixels.",
        )
        yield Note("too-few-bytes", text, "problem")
    elif not room.n_bytes.holds(n_bytes):
        if room.firm_bytes.holds(n_bytes):
            text = Text(
                f"要保住规定的压缩质量，文件是 {size}，比「一般」的大小大一些，通常不影响。",
                f"To keep the required quality the file has {size}, somewhat more than is usual; "
                "this is rarely a reason for refusal.",
            )
            yield Note("usual-bytes-exceeded", text, "advice")
        else:
            text = Text(
                f"压到最低质量仍有 {size}，超过上限。",
                f"Even at the lowest quality the file has {size}: too much.",
            )
            yield Note("too-many-bytes", text, "problem")
