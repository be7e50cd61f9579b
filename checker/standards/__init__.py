"""The standards that a photo can be judged by, one TOML file each, and the kinds of school that want them."""

from .bands import Band
from .loader import common, common_bands, load, load_all, load_file, resolve, schools
from .model import Kind, Manual, Requirement, RuleEntry, School, Standard
from .overrides import parse_overrides, with_overrides
from .parse import refuse_future

__all__ = [
    "Band",
    "Kind",
    "Manual",
    "Requirement",
    "RuleEntry",
    "School",
    "Standard",
    "common",
    "common_bands",
    "load",
    "load_all",
    "load_file",
    "parse_overrides",
    "refuse_future",
    "resolve",
    "schools",
    "with_overrides",
]
