"""Bundle the checker page: the runtime it fetches, its scripts, and ``check/index.html`` itself."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from builder import licence_texts
from builder.runtime import compiled, npm_files, page, python_files, stdlib
from builder.runtime.payloads import Part, Payload, compact, store, wire_bytes
from builder.runtime.plain import plain, plain_zip
from checker.vision.models import CLOSER, SIZES
from wheels import locate

if TYPE_CHECKING:  # it imports this package
    from builder.site import Edition

__all__ = ["RuntimeInfo", "bundle"]

PAGE_FOLDER = page.FOLDER
# What the worker imports besides the wheels.
OWN = [Path(__file__).with_name(name) for name in ("bridge.py", "natives.py")]


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
    editions: Collection[Edition],
) -> RuntimeInfo:
    """Write the checker page in every language, and all that it fetches below ``out``/check.

    ``root`` is the project's folder. The same inputs give the same bytes. Raises
    `BuildError` (``runtime-incomplete``) or `wheels.errors.WheelsError` where a part is missing.
    """
    # It brings a library along that most builds, which take the bundle over, can do without.
    from builder.runtime import sbom

    folder = out / PAGE_FOLDER
    if folder.exists():
        shutil.rmtree(folder)
    wheels_folder = locate()
    checker_wheel = python_files.without_models(python_files.checker_wheel(root))
    pillow, heif = map(python_files.without_unused, python_files.library_wheels(wheels_folder))
    wheels = [pillow, checker_wheel, heif]  # in the order in which Python comes to need them
    wheels = [replace(wheel, content=compact(plain_zip(wheel.content))) for wheel in wheels]
    core = npm_files.core(root)
    own = {path.name: plain(path.read_bytes()) for path in OWN}
    importing = [*(wheel.modules() for wheel in wheels), own]
    library = plain_zip(stdlib.pruned(core[npm_files.STDLIB], importing))
    core[npm_files.STDLIB] = compiled.library(root, library)
    contents = {name: compact(content) for name, content in core.items()}
    contents[npm_files.LOCK] = python_files.lock_file(root, wheels)
    contents |= {wheel.file_name: wheel.content for wheel in wheels}
    contents |= own
    contents |= page.frame_files(root)
    parts: dict[Part, dict[str, bytes]] = {
        "unpacker": npm_files.unpacker(root),
        "base": contents,
        **{edition.lang: {page.FRAME_DOCUMENT: page.frame_document(root, edition)} for edition in editions},
        "faces": npm_files.inference(root) | python_files.models(root, SIZES),
        "closer": python_files.models(root, CLOSER),
    }
    payloads = store(folder, parts)
    page.write(out, root=root, editions=editions, payloads=payloads)
    for name in ("licenses", "sources"):
        if (wheels_folder / name).is_dir():
            shutil.copytree(wheels_folder / name, folder / name)
    licence_texts.write(root, folder / "licenses")
    sbom.write(root, folder / "licenses")
    return RuntimeInfo(payloads, f"{PAGE_FOLDER}/index.html")
