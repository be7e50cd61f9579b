"""Where the chosen standards, and our aim, want the head in a new picture."""

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from .. import standards
from ..standards import Standard
from .compose import Place, Stripe, Wish
from .plan import USUAL, Plan

# Where the head is meant to be in every crop, as shares of the new picture: inside the limits of chsi-2017
# and of the article at once. The crown lies 9-11 % of the height from the upper edge and the head takes 62-66
# % of it, which puts the chin at 71-77 % and, with a usual face, the eyes at 41-43 % and the face at 51-62 %
# of the width; the article leaves a tenth of the width at either side.
AIM = Place(
    crown=Stripe(0.09, 0.11),
    head=Stripe(0.62, 0.66),
    eyes=Stripe(0.41, 0.43),
    face=Stripe(0.51, 0.62),
    centre=Stripe(0.0, 0.01),
    margin=Stripe(0.1),
    chin=Stripe(0.71, 0.77),
)

# Seen again in the new picture, which has other pixels, a head may lie this much elsewhere: so far it stays
# from what the chosen standards forbid. Ours.
_ASIDE = 0.002

# The rules about where the head is, and what each is of. They give what passes as shares of the height, or of
# the width, in ``share``.
_SHARES = {
    "crown-position": "crown",
    "head-height": "head",
    "eye-line": "eyes",
    "face-width": "face",
    "side-margins": "margin",
}
FRAMED = tuple(_SHARES)
"""The rules that another crop may satisfy."""
# Requirements that no rule judges: of a picture that nobody has cut, and of more of the person than a head.
_UNCUT, _MORE = "uncropped", "upper-body"


def wish(target: Plan, ratio: Fraction) -> Wish | None:
    """Return what is wanted of the head in a picture of ``ratio``, None where it decides nothing.

    That is where a standard asks for a picture that nobody has cut, or for the upper body without saying how
    large the head then is.
    """
    if not cuts_by_head(target):
        return None
    room = _narrowed(Place(), target.standards).inset(_ASIDE)
    usual = _narrowed(room, map(standards.load, USUAL))
    smallest = next(target.room.sizes(ratio), None)
    ample = next(target.aim.sizes(ratio), None) or smallest
    if smallest is None or ample is None:
        return None
    return Wish(room, usual, usual.meet(AIM), smallest[0], ample[0])


def cuts_by_head(target: Plan) -> bool:
    """Return whether the chosen standards leave it to the head what is cut off."""
    manual = {item.id for standard in target.standards for item in standard.manual}
    ruled = any("head-height" in standard.rules for standard in target.standards)
    return _UNCUT not in manual and (_MORE not in manual or ruled)


def _narrowed(place: Place, chosen: Iterable[Standard]) -> Place:
    """Return ``place`` narrowed by each standard's limits as far as they agree with what came before."""
    for standard in chosen:
        found = {
            name: _stripe(standard.rules[rule].limits.share)
            for rule, name in _SHARES.items()
            if rule in standard.rules
        }
        if "head-centring" in standard.rules:
            found["centre"] = Stripe(0.0, standard.rules["head-centring"].limits.warn)
        below = standard.rules["shoulders"].limits.share if "shoulders" in standard.rules else None
        if below is not None:  # the share of the height that lies below the chin
            least = _stripe(below.share)
            found["chin"] = Stripe(max(0.0, 1 - least.high), 1 - least.low)
        place = place.meet(Place(**found))
    return place


def _stripe(span: Any) -> Stripe:
    return Stripe(span.min or 0.0, math.inf if span.max is None else span.max)
