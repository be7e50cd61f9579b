"""Errors that a user can meet: each has a stable code and a sentence that says what to do."""

from .text import Lang, Text

_MESSAGES: dict[str, Text] = {
    "no-such-file": Text(
        "找不到这个文件，请检查路径和文件名。", "There is no such file. Check the path and the name."
    ),
    "is-a-folder": Text(
        "这是一个文件夹，请给出里面的照片文件。", "This is a folder. Name the photo files inside it."
    ),
    "not-a-file": Text(
        "这不是普通文件，请给出一个照片文件。", "This is not a regular file. Name a photo file."
    ),
    "not-readable": Text(
        "无法读取这个文件，请检查权限，或把它复制到别处再试。",
        "The file cannot be read. Check its permissions, or copy it elsewhere and try again.",
    ),
    "folder-not-readable": Text(
        "无法打开这个文件夹，里面的照片没有检查。请检查权限。",
        "The folder cannot be opened; no photo in it was checked. Check its permissions.",
    ),
    "no-photos": Text(
        "这个文件夹里没有照片。请检查路径；压缩包要先解压。",
        "There is no photo in this folder. Check the path; unpack archives first.",
    ),
    "empty-file": Text(
        "文件是空的（0 字节），可能没有下载完。请重新保存或传输一次。",
        "The file is empty (0 bytes); it may not have been downloaded. Save or transfer it again.",
    ),
    "too-many-bytes": Text(
        "文件有 {size}，超过本工具能处理的 {limit}。请确认选的是照片，而不是视频或压缩包。",
        "The file has {size}, more than the {limit} this tool handles. Make sure it is a photo, not a video.",
    ),
    "too-many-pixels": Text(
        "照片标称 {width}×{height} 像素，超过本工具能处理的 {limit} 万像素。请先缩小再检查。",
        "The photo declares {width}x{height} px, more than the {limit}0,000 handled here. Shrink it first.",
    ),
    "too-many-frames": Text(
        "文件里有超过 {limit} 帧画面，像是动图。请换成单张照片。",
        "The file holds more than {limit} frames, like an animation. Use a single photo.",
    ),
    "profile-too-large": Text(
        "照片里的颜色描述文件超过 {limit}，不像是相机或手机写的。请另存为 JPG，不带颜色描述文件。",
        "The colour profile in the photo has more than {limit}, unlike any camera's. Save it as JPG without.",
    ),
    "nested-too-deep": Text(
        "照片文件的结构套了超过 {limit} 层，不像是相机或手机写的。请另存为 JPG。",
        "The file's parts stand in each other more than {limit} deep, unlike any camera's. Save it as JPG.",
    ),
    "too-many-tiles": Text(
        "照片由超过 {limit} 块拼成，不像是相机或手机写的。请另存为 JPG。",
        "The photo is put together of more than {limit} tiles, unlike any camera's. Save it as JPG.",
    ),
    "not-an-image": Text(
        "文件内容不是照片（改扩展名不会改变内容）。请选择用相机或手机拍的原图，或另存为 JPG。",
        "The content is no picture (renaming does not change it). Choose the photo itself, saved as JPG.",
    ),
    "unsupported-format": Text(
        "这是 {format} 文件，本工具不能打开。请在电脑或手机上另存为 JPG 再检查。",
        "This is a {format} file, which this tool does not open. Save it as JPG and check again.",
    ),
    "truncated": Text(
        "照片不完整，后半部分缺失，多半是传输中断。请重新传输或重新导出。",
        "The photo is incomplete: its end is missing. Transfer or export it again.",
    ),
    "damaged": Text(
        "照片数据已损坏，无法打开。请换用原文件，或重新导出为 JPG。",
        "The photo's data are damaged and cannot be opened. Use the original, or export it as JPG again.",
    ),
    "out-of-memory": Text(
        "内存不够，打不开这张照片。请关闭其他程序，或先把照片缩小。",
        "There is not enough memory for this photo. Close other programs, or shrink the photo first.",
    ),
    "file-exists": Text(
        "这个位置已经有文件，没有覆盖。请换一个文件名，或加上 --force。",
        "There is a file already; it was not replaced. Choose another name, or add --force.",
    ),
    "same-file": Text(
        "这就是原照片，不能覆盖它。请换一个文件名。",
        "This is the original photo, which is never replaced. Choose another name.",
    ),
    "name-taken": Text(
        "另一张照片的新文件已经用了这个名字，没有覆盖。请改一改原照片的文件名。",
        "The new file of another photo has this name; it was not replaced. Rename one of the two photos.",
    ),
    "whose-photo": Text(
        "在名单里认不出这是谁的照片，没有写新文件。请把学号或姓名写进文件名。",
        "It is not known whose photo this is; no file was written. Put number or name into its file name.",
    ),
    "not-writable": Text(
        "无法写到这个位置，请检查文件夹是否存在、有没有权限、磁盘是否已满。",
        "Nothing can be written there. Check that the folder exists, may be written to and has room.",
    ),
    "no-heif-decoder": Text(
        "这是 HEIC 照片，但没有安装解码组件 pillow-heif。请安装它，或把照片另存为 JPG。",
        "This is a HEIC photo, but pillow-heif is not installed. Install it, or save the photo as JPG.",
    ),
    "not-decoded": Text(
        "本工具读不了 {format} 的画面。请先用看图软件另存为 JPG 或 PNG。",
        "The pixels of a {format} file cannot be read here. Save it as JPG or PNG first.",
    ),
    "worker-died": Text(
        "检查这张照片的程序意外中止（可能是文件有问题，也可能是内存不够），其他照片不受影响。"
        "请把它另存为 JPG 再检查。",
        "The program that checked this photo was ended, by a fault in the file or for lack of memory. "
        "Save the photo as JPG again.",
    ),
    "too-slow": Text(
        "检查这张照片超过了 {limit} 秒，已放弃。请把它另存为 JPG，或用 --time-limit 放宽时间。",
        "Checking this photo took more than {limit} seconds. Save it as JPG, or raise --time-limit.",
    ),
    "internal-error": Text(
        "检查这张照片时本工具自己出错了（{what}），其他照片不受影响。请把它另存为 JPG 再试。",
        "This tool itself failed on the photo ({what}). Save it as JPG and try again.",
    ),
}
CODES: frozenset[str] = frozenset(_MESSAGES)


class PhotoError(Exception):
    """A file that is no usable photo.

    ``code`` is stable and one of `CODES`; ``zh`` and ``en`` are its sentence in each language.
    """

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(f"{code}: {en}")
        self.code = code
        self.zh = zh
        self.en = en

    def __reduce__(self) -> tuple[type["PhotoError"], tuple[str, str, str]]:
        return type(self), (self.code, self.zh, self.en)  # for the way between processes

    def message(self, lang: Lang) -> str:
        """Return the sentence in ``lang``."""
        return self.zh if lang == "zh" else self.en


def photo_error(code: str, **values: object) -> PhotoError:
    """Return the error with ``code``, its sentence filled with ``values``."""
    text = _MESSAGES[code].format(**values)
    return PhotoError(code, text.zh, text.en)


class StandardError(Exception):
    """A standard that does not exist, whose TOML is wrong, or an override that makes no sense.

    The message names the file and the key; ``zh`` is a Chinese sentence where a visitor of the site can meet
    the error, else the same as the English one.
    """

    def __init__(self, en: str, zh: str = "") -> None:
        super().__init__(en)
        self.en = en
        self.zh = zh or en

    def message(self, lang: Lang) -> str:
        """Return the sentence in ``lang``."""
        return self.zh if lang == "zh" else self.en


class PointsError(Exception):
    """Points placed by hand that make no face: a stable ``code``, and a sentence that says what to do."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(f"{code}: {text.en}")
        self.code = code
        self.text = text

    def message(self, lang: Lang) -> str:
        """Return the sentence in ``lang``."""
        return self.text.to(lang)


class BatchError(Exception):
    """What stops work on many files; ``code`` is stable, the message a sentence that says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code

    def __str__(self) -> str:
        return f"[{self.code}] {self.args[1]}"
