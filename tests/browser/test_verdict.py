"""A photo goes in, the command line's report comes out, in all three engines."""

from __future__ import annotations

import pytest
from tests.browser.checkerpage import CheckerPage
