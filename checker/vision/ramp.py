"""How sure a figure makes: all below one limit, nothing beyond another, and a straight line in between."""


def rising(value: float, start: float, end: float) -> float:
    """Return 0 up to ``start``, 1 from ``end``, and what lies between them in between."""
    return max(0.0, min(1.0, (value - start) / (end - start)))


def falling(value: float, start: float, end: float) -> float:
    """Return 1 up to ``start``, 0 from ``end``, and what lies between them in between."""
    return max(0.0, min(1.0, (end - value) / (end - start)))
