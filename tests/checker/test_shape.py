"""What a drawn shape says of itself."""

from tests.checker.scenes import scene
from tests.checker.test_drawing import drawn


def test_shape_says_all_in_its_json() -> None:
    shape = drawn(scene(), "crown-position", 1 / 3, [None, 0.5])
    assert shape.to_dict() == {
        "rule": "crown-position",
        "outcome": "pass",
        "title": "名字",
        "words": "头顶线在高度的 33.3%，允许至多 50%：合格",
        "name": "头顶线",
        "value": "33.3%",
        "at": [0.0, 0.1],
        "lines": [[[0.0, 0.1], [1.0, 0.1]]],
        "bands": [[[0, 0.0], [1, 0.0], [1, 0.5], [0, 0.5]]],
        "clear": [],
        "handles": ["crown"],
    }
