"""The option ``--points``: where crown, chin and eyes are, placed by hand."""

import argparse
from typing import TYPE_CHECKING, cast

from ..vision.by_hand import HANDLES
from ..vision.scene import Handle, Point
from .parser import Parser

if TYPE_CHECKING:
    from .parser import Parser


def add_points(parser: "Parser") -> None:
    """Add the option, of which `chosen_points` makes points."""
    parser.add_argument(
        "--points",
        nargs="+",
        type=_point,
        metavar="NAME=X,Y",
        help=f"where {', '.join(HANDLES)} are, in px of the upright photo, placed by hand: of one photo, in "
        "place of what the face models saw; left and right as seen in the picture",
    )


def chosen_points(args: argparse.Namespace) -> dict[Handle, Point] | None:
    """Return the points that were given, of each name the last; None without the option."""
    return None if args.points is None else dict(args.points)


def _point(text: str) -> tuple[Handle, Point]:
    name, _, place = text.partition("=")
    x, _, y = place.partition(",")
    if name not in HANDLES:
        raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(HANDLES)}")
    try:
        return cast(Handle, name), Point(float(x), float(y))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form {name}=X,Y") from None
