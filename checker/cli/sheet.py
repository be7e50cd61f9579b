"""``gradphoto sheet``: prints of a photo on a sheet of paper, with cutting marks."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ..batch.job import TIME_LIMIT_S
from ..errors import PhotoError
from ..reading import read_photo
from ..sheet import PAPERS, PRINTS, Sheet, most, sheet
from ..sheet.make import Kind
from ..text import Lang, Text, kilobytes, printable
from . import call
from .limit import limited
from .parser import EXIT_OK, EXIT_UNUSABLE
from .write import write_new

if TYPE_CHECKING:
    from .parser import Commands

_KINDS: dict[str, Kind] = {".jpg": "jpeg", ".jpeg": "jpeg", ".pdf": "pdf"}
_LEVELS = {"done": Text("已处理", "done"), "advice": Text("请留意", "note")}


def add_to(commands: "Commands", name: str, in_short: str) -> None:
    """Add the command to the parser."""
    held = "; ".join(
        f"{paper.id}: {', '.join(f'{most(paper.size, one.size)} of {one.id}' for one in PRINTS.values())}"
        for paper in PAPERS.values()
    )
    parser = commands.add_parser(
        name,
        help=in_short,
        description="Makes a sheet at 300 dpi with prints of one photo, cut to the print's ratio around the "
        f"head, never stretched. A sheet holds ({held}). Exit code 0: the sheet was written; 2: it was not, "
        "or the call is wrong.",
    )
    parser.add_argument("file", metavar="FILE", help="a photo, best one that `gradphoto fix` made")
    parser.add_argument(
        "-o", "--output", required=True, type=_output, metavar="OUT", help="the new file: .jpg or .pdf"
    )
    parser.add_argument(
        "--print", dest="size", choices=PRINTS, default="1-inch",
        help="size of a print: 1-inch is 25 x 35 mm, 2-inch 35 x 49 mm; 1-inch without it",
    )  # fmt: skip
    parser.add_argument(
        "--paper", choices=PAPERS, default="6-inch",
        help="6-inch is photo paper of 152 x 102 mm (4R); 6-inch without it",
    )  # fmt: skip
    parser.add_argument("--count", type=int, metavar="N", help="how many prints; as many as fit without it")
    parser.add_argument("--force", action="store_true", help="replace a file that is there already")
    call.add_faces(parser)
    call.add_output(parser)
    parser.set_defaults(run=_run, refuse=parser.error)


def _output(value: str) -> Path:
    path = Path(value)
    if path.suffix.lower() not in _KINDS:
        raise argparse.ArgumentTypeError(f"must end in .jpg or .pdf, not {value!r}")
    return path


def _run(args: argparse.Namespace) -> int:
    paper, size, out = PAPERS[args.paper], PRINTS[args.size], args.output
    held = most(paper.size, size.size)
    if args.count is not None and not 1 <= args.count <= held:
        args.refuse(f"argument --count: {paper.id} holds 1 to {held} prints of {size.id}, not {args.count}")
    name = args.file
    try:
        data = read_photo(Path(name))
        with limited(name, TIME_LIMIT_S, args.lang):
            made = sheet(data, name, size, paper, args.count, _KINDS[out.suffix.lower()], runtime=args.unseen)
        name = os.fspath(out)
        write_new(out, made.data, keep=[Path(args.file)], force=args.force, folder=False)
    except PhotoError as error:
        print(
            f"gradphoto: error: [{error.code}] {printable(name)}: {error.message(args.lang)}", file=sys.stderr
        )
        return EXIT_UNUSABLE
    if args.format == "json":
        written = {"file": args.file, "written": name}
        print(json.dumps(written | dict(made.to_dict(args.lang)), ensure_ascii=True, indent=2))
    else:
        print(_told(made, args.file, name, args.lang))
    return EXIT_OK


def _told(made: Sheet, name: str, written: str, lang: Lang) -> str:
    """Return what was made, as text for a terminal."""
    width, height = made.layout.size
    across, down = made.size.mm
    text = Text(
        f"{made.paper.name.zh}，{made.size.name.zh}（{across}×{down} 毫米）{made.count} 张",
        f"{made.count} prints, {made.size.name.en} ({across}x{down} mm), on {made.paper.name.en}",
    )
    lines = [f"{name} -> {written} ({width}x{height}, {kilobytes(len(made.data))})", f"  {text.to(lang)}"]
    lines += [f"  [{_LEVELS[note.level].to(lang)}] {note.text.to(lang)}" for note in made.notes]
    return "\n".join(printable(line) for line in lines)
