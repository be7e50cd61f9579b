"""Print sheets: prints of one photo on a sheet of paper, at their size in mm, with marks for cutting."""

from .layout import Layout, arrange, most
from .make import Sheet, sheet, sheeting
from .sizes import DPI, PAPERS, PRINTS, Paper, Print

__all__ = [
    "DPI",
    "PAPERS",
    "PRINTS",
    "Layout",
    "Paper",
    "Print",
    "Sheet",
    "arrange",
    "most",
    "sheet",
    "sheeting",
]
