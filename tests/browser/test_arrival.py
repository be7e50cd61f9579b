"""While the checker arrives, what stands on the page stays where it is, and its thread is left free."""

from __future__ import annotations

import pytest

from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import Chromium
from tests.browser.server import Server

pytestmark = pytest.mark.browser

MOST_SHIFT = 0.02
"""Of what browsers call the cumulative layout shift; 0.1 is called good."""
# Sums the shifts so far, and moves something to show that it would be seen.
SHIFTS = """new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) sum += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(sum), 300);
})"""
PUSH = "void document.querySelector('h1').style.setProperty('margin-top', '9em')"
# Counts the outer page's workers, and notes how many there are whenever a policy comes to the page.
COUNT = """if (window === top) {
    globalThis.begun = 0;
    globalThis.atPolicies = [];
    const running = new Set();
    globalThis.Worker = class extends Worker {
        constructor(...all) { super(...all); running.add(this); begun += 1; }
        terminate() { super.terminate(); running.delete(this); }
    };
    new MutationObserver((changes) => {
        for (const { addedNodes } of changes) for (const node of addedNodes)
            if (node.httpEquiv === "Content-Security-Policy") atPolicies.push(running.size);
    }).observe(document, { childList: true, subtree: true });
}"""


@pytest.mark.parametrize(("width", "height"), [(412, 823), (1280, 800)])
def test_nothing_is_pushed_away(server: Server, width: int, height: int) -> None:
    with Chromium(viewport={"width": width, "height": height}) as driver:
        CheckerPage(driver, server).open_ready()
        assert driver.evaluate(SHIFTS) <= MOST_SHIFT
        driver.evaluate(PUSH)
        assert driver.evaluate(SHIFTS) > MOST_SHIFT


def test_what_unpacks_is_a_worker_and_gone_before_the_seal(server: Server) -> None:
    with Chromium() as driver:
        driver.page.add_init_script(COUNT)
        CheckerPage(driver, server).open_ready()
        assert driver.evaluate("begun") >= 1
        assert driver.evaluate("atPolicies") == [0, 0]
