"""The standards that a photo can be judged by, one TOML file each, and the kinds of school that want them."""

from .loader import load, load_all, schools
from .model import Manual, Requirement, RuleEntry, School, Standard

__all__ = ["Manual", "Requirement", "RuleEntry", "School", "Standard", "load", "load_all", "schools"]
