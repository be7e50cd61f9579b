"""Keeping account of the scans of a JPEG (ITU-T T.81): which coefficients they bring, and restart markers."""

import re
from dataclasses import dataclass, field
from itertools import islice

from .layout import Gap

_PROGRESSIVE = {0xC2, 0xC6, 0xCA, 0xCE}
_RESTART = re.compile(rb"\xff([\xd0-\xd7])")
_COEFFICIENTS = 64
_MOST_COMPONENTS = 4  # T.81 allows no more in a scan, Pillow none in a picture
# Of all scans together. A picture of 128 megapixels can have 2 million, real ones have one a row of blocks.
_MOST_RESTARTS = 2 * 1024 * 1024
_NEVER = 16  # more than any low bit: the coefficient has not come at all


@dataclass(slots=True)
class Component:
    """One component: its sampling factors, and the lowest bit that has come of each coefficient."""

    across: int
    down: int
    low: list[int] = field(default_factory=lambda: [_NEVER] * _COEFFICIENTS)


class Scans:
    """The account of one frame. Feed it the headers in file order, then ask for `gap`."""

    def __init__(self) -> None:
        self.gap_found: Gap = ""
        self.held = False
        self._any_scan = False
        self._wanted = 0
        self._left = _MOST_RESTARTS
        self.interval = 0
        self._progressive = False
        self._size = (0, 0)
        self._components: dict[int, Component] = {}

    def frame(self, code: int, body: bytes) -> None:
        """Take a frame header (B.2.2); ``body`` starts behind its length."""
        self._progressive = code in _PROGRESSIVE
        self._wanted = body[5] if len(body) > 5 else 0
        self._size = (int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big"))
        specs = [body[at : at + 3] for at in range(6, len(body) - 2, 3)[:_MOST_COMPONENTS]]
        self._components = {spec[0]: Component(max(1, spec[1] >> 4), max(1, spec[1] & 15)) for spec in specs}

    def scan(self, body: bytes, entropy: memoryview) -> None:
        """Take a scan header (B.2.3) and the coded data that follow it."""
        count = body[0] if body else 0
        if count > _MOST_COMPONENTS or len(body) < 4 + 2 * count:
            return
        # As libjpeg sees it: what comes in one scan of all components is decoded row by row.
        if not self._any_scan:
            self.held = self._progressive or count < self._wanted
        self._any_scan = True
        chosen = [self._components[c] for c in body[1 : 1 + 2 * count : 2] if c in self._components]
        first, last, bits = body[1 + 2 * count : 4 + 2 * count]
        if not self._progressive:
            first, last, bits = 0, _COEFFICIENTS - 1, 0
        for component in chosen:
            for at in range(first, min(last, _COEFFICIENTS - 1) + 1):
                component.low[at] = min(component.low[at], bits & 15)
        if self.interval and chosen:
            self._restarts(self._units(chosen), entropy)

    def _units(self, chosen: list[Component]) -> int:
        """Return the number of minimum coded units of a scan (A.2): single blocks if it has one component."""
        width, height = self._size
        across = max(component.across for component in self._components.values())
        down = max(component.down for component in self._components.values())
        x, y = (chosen[0].across, chosen[0].down) if len(chosen) == 1 else (1, 1)
        return -(-width * x // (8 * across)) * -(-height * y // (8 * down))

    def _restarts(self, units: int, entropy: memoryview) -> None:
        """Note restart markers that are missing or out of their cycle of eight; more are no harm."""
        wanted = (units - 1) // self.interval
        found = 0
        for match in islice(_RESTART.finditer(entropy), self._left):
            if match[1][0] & 7 != found & 7:
                self.gap_found = "restart"
                return
            found += 1
        self._left -= found
        if found < wanted and self._left:
            self.gap_found = "restart"

    def complete(self) -> bool:
        """Return whether every coefficient of every component has come down to its last bit."""
        return all(not any(component.low) for component in self._components.values())

    def gap(self) -> Gap:
        """Return what is missing, as far as headers and markers tell."""
        return self.gap_found if self.gap_found or self.complete() else "scans"
