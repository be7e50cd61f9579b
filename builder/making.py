"""One build from beginning to end: the guide, the checker, the look at the links, the copies for hosts."""

from __future__ import annotations

import contextlib
import gc
import json
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from builder import bundles, checked, licences, links, offline, output, site, templates
from builder.past import Past
from builder.project import Project
from builder.site import Site
from checker.standards import load_all


@contextlib.contextmanager
def _without_looking_for_garbage() -> Iterator[None]:
    """Hardly any is made, and looking for it takes a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_without_looking_for_garbage()
def build(
    project: Project,
    out: Path,
    base_url: str | None,
    past: Past,
    today: date,
    say: Callable[[str], None],
    *,
    quick: bool = False,
) -> None:
    """Build the whole site into ``out``; ``say`` gets a line for each step.

    What ``past`` holds and nothing has changed is taken over; the result is the same as without. Standards
    whose source was last looked at more than a year before ``today`` are only told of. ``quick``, for a first
    look at the guide, leaves the checker as it was, compresses the search's index less and makes no copies; a
    whole build must follow. Raises
    `BuildError`, `BuildFailedError`, `StandardError` or `WheelsError`; then ``out`` is as it was.
    """
    started = time.monotonic()
    warnings = checked.warnings(load_all().values(), project, today)
    for line in warnings:
        say(f"warning: {line}")
    with output.staged(out, project) as stage:
        past.begin(stage)
        say("guide: rendering the pages")
        made = site.render(project, stage, base_url, licences.of_wheels(project.root), past, quick=quick)
        say(f"guide: {len(made.pages)} pages")
        say("checker: bundling what the page runs (some seconds)")
        fetched, saving, used = _bundle(project, stage, made, past, quick=quick)
        say(f"checker: {fetched / 1e6:.1f} MB to fetch, {saving / 1e6:.1f} MB with the data saver")
        count = links.check(stage, project, made.pages, past=past, known=made.documents)
        templates.unused_templates(project, made.used.union(used))
        say(f"links: {count} checked")
        if not quick:
            from builder import hosting  # with its libraries, which a quick build does without

            offline.write_worker(stage)
            hosting.write(stage, project.root, past)
    past.save(warnings, today, whole=not quick)
    say(f"done: {project.show(out.resolve())} in {time.monotonic() - started:.1f} s")


def _bundle(
    project: Project, stage: Path, made: Site, past: Past, *, quick: bool
) -> tuple[int, int, list[str]]:
    """Bundle the checker, or take it over.

    Return the bytes it fetches, those with the data saver, and the templates it is made with.
    """
    told = [[one.explanations, repr(one.context)] for one in made.editions.values()]
    of = json.dumps([told, past.of_all_pages], sort_keys=True)
    if (value := past.step("checker", of, even_old=quick)) is not None:
        return value[0], value[1], value[2]
    key = past.key(of)
    if (found := bundles.get(key, stage)) is not None:
        value, names = found
    else:
        from builder import runtime  # which most builds, that take the bundle over, do without

        before = output.files(stage)
        for edition in made.editions.values():
            edition.templates.asked.clear()
        info = runtime.bundle(stage, root=project.root, editions=made.editions.values())
        asked = {name for edition in made.editions.values() for name in edition.templates.asked}
        value = [info.wire_bytes("base", "zh", "faces"), info.wire_bytes("base", "zh"), sorted(asked)]
        names = sorted(output.files(stage) - before)
        bundles.put(key, stage, value, names)
    past.note_step("checker", of, value, names)
    return value[0], value[1], value[2]
