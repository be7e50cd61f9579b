"""Bundle the checker page: the runtime it fetches, its scripts, and ``check/index.html`` itself."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import jinja2

from builder.runtime import licence_texts, npm_files, page, python_files, stdlib
from builder.runtime.payloads import Part, Payload, compact, store, wire_bytes
from checker.vision.models import CLOSER, SIZES
from wheels import locate

__all__ = ["RuntimeInfo", "bundle"]

PAGE_FOLDER = "check"
BRIDGE = Path(__file__).with_name("bridge.py")


@dataclass(frozen=True)
class RuntimeInfo:
    """What was bundled: the payloads, in the order they are fetched, and the page's path in the site."""

    payloads: tuple[Payload, ...]
    page: str

    def wire_bytes(self, *parts: Part) -> int:
        """Return the bytes of those ``parts``, as the page fetches them before it takes a photo."""
        return wire_bytes(self.payloads, *parts)


def bundle(
    out: Path,
    *,
    root: Path,
    env: jinja2.Environment,
    explanations: Mapping[str, str],
    context: Mapping[str, object],
) -> RuntimeInfo:
    """Write the checker page and all it fetches below ``out``/check.

    ``root`` is the project's folder, ``env`` finds the templates of the site, ``explanations`` maps a
    rule id to HTML that explains it in place (without links: the frame cannot follow them), ``context``
    holds the variables that base.html needs. The same inputs give the same bytes. Raises
    `BuildError` (``runtime-incomplete``) or `wheels.errors.WheelsError` where a part is missing.
    """
    folder = out / PAGE_FOLDER
    if folder.exists():
        shutil.rmtree(folder)
    wheels_folder = locate()
    checker_wheel = python_files.without_models(python_files.checker_wheel(root))
    wheels = [*python_files.library_wheels(wheels_folder), checker_wheel]
    wheels = [replace(wheel, content=compact(wheel.content)) for wheel in wheels]
    core = npm_files.core(root)
    importing = [*(wheel.modules() for wheel in wheels), {BRIDGE.name: BRIDGE.read_bytes()}]
    core[npm_files.STDLIB] = stdlib.pruned(core[npm_files.STDLIB], importing)
    contents = {name: compact(content) for name, content in core.items()}
    contents[npm_files.LOCK] = python_files.lock_file(root, wheels)
    contents |= {wheel.file_name: wheel.content for wheel in wheels}
    contents["bridge.py"] = BRIDGE.read_bytes()
    contents |= page.frame_files(root, env, explanations)
    parts: dict[Part, dict[str, bytes]] = {
        "unpacker": npm_files.unpacker(root),
        "base": contents,
        "faces": npm_files.inference(root) | python_files.models(root, SIZES),
        "closer": python_files.models(root, CLOSER),
    }
    payloads = store(folder, parts)
    page.write(folder, root=root, env=env, payloads=payloads, explanations=explanations, context=context)
    for name in ("licenses", "sources"):
        if (wheels_folder / name).is_dir():
            shutil.copytree(wheels_folder / name, folder / name)
    licence_texts.write(root, folder / "licenses")
    return RuntimeInfo(payloads, f"{PAGE_FOLDER}/index.html")
