"""Bands of tolerance: where no verdict of a rule counts as wrong, written down before measuring."""

from dataclasses import dataclass

from ..table import Table
from ..text import Text

UNITS = ("px", "fraction", "stop", "degree", "lab", "quality", "factor", "levels")


@dataclass(frozen=True, slots=True)
class Band:
    """One stretch of a named mutation in which people may disagree whether the photo is still good.

    ``mutation`` names how `benchmarks.accuracy` makes such photos, ``low`` to ``high`` (both included) how
    strongly, in ``unit``: ``px`` of a photo 480 px wide, ``fraction`` 0-1, ``stop`` (a factor of two of
    light), ``degree`` of hue, ``lab`` (units of CIELAB), ``quality`` (JPEG, IJG scale), ``factor``,
    ``levels`` of 0-255. A photo nearer to the unchanged one than the band is good, one beyond it is bad.
    ``note`` says what people see at both ends. All bands are this project's own.
    """

    rule: str
    mutation: str
    low: float
    high: float
    unit: str
    note: Text

    def holds(self, value: float) -> bool:
        """Return whether ``value`` lies within, so that no verdict is wrong."""
        return self.low <= value <= self.high


def read_bands(top: Table) -> tuple[Band, ...]:
    """Take the array ``band`` out of a file's top table; none when it is not there.

    Raises `StandardError` for an unknown or missing key, a wrong unit, ends the wrong way round, and two
    bands of one rule and mutation that overlap.
    """
    found: list[Band] = []
    for table in top.tables("band"):
        band = Band(
            rule=table.identifier("rule"),
            mutation=table.identifier("mutation"),
            low=table.number("from"),
            high=table.number("to"),
            unit=table.string("unit", UNITS),
            note=table.text("note"),
        )
        if not band.low < band.high:
            raise table.error("to", f"must be above from, {band.low}, not {band.high}")
        for other in found:
            if (
                (other.rule, other.mutation) == (band.rule, band.mutation)
                and other.low <= band.high
                and band.low <= other.high
            ):
                raise table.error("from", "overlaps another band of this rule and mutation")
        table.done()
        found.append(band)
    return tuple(found)
