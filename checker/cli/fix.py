"""``gradphoto fix``: make files that pass."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import PhotoError
from ..fix import COLOURS, Crop, Fixed, Wishes, background_colour, fix
from ..fix.notes import unreadable as unreadable_note
from ..fix.render import fixed_to_dict, render_fixed
from ..reading import read_photo
from ..report import unreadable
from ..text import printable
from . import batch, call
from .files import expand
from .fix_many import fix_many
from .limit import limited
from .parser import EXIT_FAILED, EXIT_OK, EXIT_UNUSABLE
from .write import write_new

if TYPE_CHECKING:
    from .parser import Commands


def add_to(commands: "Commands", name: str, in_short: str) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        name,
        help=in_short,
        description="Makes a JPG out of each photo that satisfies all chosen standards at once, as far as a "
        "file can: head in its place, format, size, pixels, ratio, resolution. Nothing is retouched. "
        "Exit code 0: every new file passes or only warns; 1: some new file fails or could not be judged; "
        "2: no file was made of some photo, or the call is wrong; 130: stopped by Ctrl-C.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a photo, or a folder of photos")
    parser.add_argument(
        "-o", "--output", required=True, metavar="OUT", help="the new file; a folder for several photos"
    )
    parser.add_argument("--force", action="store_true", help="replace a file that is there already")
    parser.add_argument(
        "--crop",
        type=_crop,
        metavar="L,T,W,H",
        help="the part to keep: left, top, width and height as fractions (0-1) of the upright picture; "
        "without it, what puts the head where it is wanted, or the centre where no head is seen",
    )
    parser.add_argument(
        "--level",
        action="store_true",
        help="turn the picture by up to 3 degrees so that the eyes are level; the rules of 2017 forbid it",
    )
    parser.add_argument(
        "--background",
        type=_colour,
        metavar="COLOUR",
        help=f"replace the background: {', '.join(COLOURS)} or #RRGGBB; schools have refused photos for it",
    )
    call.add_standards(parser)
    call.add_faces(parser)
    call.add_output(parser, batch.FORMATS)
    batch.add_options(parser, "--report")
    batch.add_class_list(parser)
    parser.set_defaults(run=_run)


def _crop(value: str) -> Crop:
    try:
        left, top, width, height = (float(part) for part in value.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"needs four numbers, such as 0.1,0,0.8,1, not {value!r}") from None
    try:
        return Crop(left, top, width, height)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{error}; not {value!r}") from None


def _colour(value: str) -> str:
    try:
        return background_colour(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _run(args: argparse.Namespace) -> int:
    chosen = call.chosen_standards(args)
    names = list(expand(args.files))
    options = (args.report, args.jobs, args.scheduler, args.roster, args.messages, args.rename)
    any_folder = any(map(os.path.isdir, names))
    if any_folder or args.format in {"csv", "html"} or any(option is not None for option in options):
        return fix_many(args, names, chosen)
    results: list[dict[str, Any]] = []
    worst = EXIT_OK
    for name in names:
        fixed, written, refused = _fix_one(name, names, args, chosen)
        if args.format == "text" and refused is None:
            print(render_fixed(fixed, name, written, args.lang))
        results.append(fixed_to_dict(fixed, name, written, refused, args.lang))
        worst = max(worst, _exit_code(fixed, written))
    if args.format == "json":
        print(json.dumps(results, ensure_ascii=True, indent=2))
    return worst


def _fix_one(
    name: str, names: Sequence[str], args: argparse.Namespace, chosen: Sequence[Any]
) -> tuple[Fixed, str | None, PhotoError | None]:
    """Fix one photo and write it; return what became of it, the path written, and why none was."""
    try:
        data = read_photo(Path(name))
    except PhotoError as error:
        reports = tuple(unreadable(name, chosen, error, args.lang))
        return Fixed(name, None, None, None, None, reports, (), (unreadable_note(error),)), None, None
    wishes = Wishes(args.level, args.background)
    with limited(name, args.time_limit, args.lang):
        fixed = fix(data, name, chosen, args.crop, args.lang, wishes=wishes, runtime=args.unseen)
    if fixed.data is None:
        return fixed, None, None
    several = len(names) > 1
    out = Path(args.output)
    if several or os.path.isdir(out):  # noqa: PTH112  Path.is_dir raises for a name that is too long
        out /= fixed.file_name
    try:
        write_new(out, fixed.data, keep=[Path(item) for item in names], force=args.force, folder=several)
    except PhotoError as error:
        sys.stdout.flush()
        print(
            f"gradphoto: error: [{error.code}] {printable(str(out))}: {error.message(args.lang)}",
            file=sys.stderr,
        )
        return fixed, None, error
    return fixed, os.fspath(out), None


def _exit_code(fixed: Fixed, written: str | None) -> int:
    if written is None:
        return EXIT_UNUSABLE
    return EXIT_OK if fixed.complete and not call.exit_code(fixed.after) else EXIT_FAILED
