"""Drawings of right and wrong photos, made at build time out of one head with parameters."""

from builder.drawings.figure import Figure
from builder.drawings.panels import NEUTRAL, PANELS, Panel
from builder.drawings.svg import svg

__all__ = ["NEUTRAL", "PANELS", "Figure", "Panel", "svg"]
