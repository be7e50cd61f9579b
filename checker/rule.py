"""What a rule is. The rules themselves are modules of `checker.rules`."""

from typing import TYPE_CHECKING, Any, Protocol

from .report import Verdict
from .table import Table
from .text import Text

if TYPE_CHECKING:
    from .photo import Photo
    from .standards import Standard


class Rule(Protocol):
    """What every rule module offers. ``Limits`` is each rule's own type, hence Any here."""

    RULE_ID: str
    TITLE: Text

    def read_limits(self, table: Table, /) -> Any:
        """Take the rule's limits out of its table in a standard."""

    def describe(self, limits: Any, /) -> Text:
        """Return the limits as a requirement a student can read."""

    def judge(self, photo: "Photo", limits: Any, standard: "Standard", /) -> Verdict:
        """Return what the rule says about a photo whose pixels, if it has any, are decoded."""
