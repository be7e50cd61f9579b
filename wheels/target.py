"""The side of Pyodide that extension modules are built against: headers, ``sysconfig`` data and settings.

pyodide-build calls this a cross-build environment and downloads it; here it is made from the npm package
``pyodide`` and from Debian's headers of the same Python.
"""

from __future__ import annotations

import json
import re
import runpy
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wheels.errors import WheelsError
from wheels.pins import Toolchain
from wheels.root import Root

PYODIDE = Path(__file__).resolve().parent.parent / "node_modules" / "pyodide"
SYSCONFIG = "_sysconfigdata__emscripten_wasm32-emscripten"
INSIDE = "/build/pyodide-target"
HEADERS = "usr/include/python3.14"
MACRO = re.compile(r"\s*#\s*define\s+(?P<set>[A-Za-z_]\w*)|/\* #undef (?P<unset>\w+) \*/")


@dataclass(frozen=True)
class Pyodide:
    """The runtime: its version, the version of its Python, ABI (``2026_0``) and Emscripten."""

    version: str
    python: str
    abi: str
    emscripten: str


def pyodide() -> Pyodide:
    """Return what the installed npm package is.

    Raises:
        WheelsError: it is not installed.
    """
    try:
        version = json.loads((PYODIDE / "package.json").read_text(encoding="utf-8"))["version"]
        info = json.loads((PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8"))["info"]
    except FileNotFoundError as error:
        raise WheelsError(
            "no-pyodide", "The npm package «pyodide» is not installed. Run «npm ci» in the project's folder."
        ) from error
    return Pyodide(
        version=version,
        python=info["python"],
        abi=info["abi_version"],
        emscripten=info["platform"].removeprefix("emscripten_").replace("_", "."),
    )


def prepare(root: Root, toolchain: Toolchain, runtime: Pyodide) -> None:
    """Write the cross-build environment into the folder of the build."""
    folder = root.path / INSIDE.lstrip("/")
    (folder / "sysconfigdata").mkdir(parents=True)
    sysconfig = folder / "sysconfigdata" / f"{SYSCONFIG}.py"
    with zipfile.ZipFile(PYODIDE / "python_stdlib.zip") as library:
        sysconfig.write_bytes(library.read(sysconfig.name))
    include = folder / "include" / "python3.14"
    shutil.copytree(root.path / HEADERS, include)
    values = runpy.run_path(str(sysconfig))["build_time_vars"]
    template = root.path / "usr/include/x86_64-linux-gnu/python3.14/pyconfig.h"
    (include / "pyconfig.h").write_text(
        pyconfig(template.read_text(encoding="utf-8"), values), encoding="utf-8"
    )
    (folder / "Makefile.envs").write_text(_settings(toolchain, runtime), encoding="utf-8")


def pyconfig(template: str, values: dict[str, Any]) -> str:
    """Return ``pyconfig.h`` for the target.

    ``template`` is a ``pyconfig.h`` of the same Python; each macro that ``values`` (sysconfig's) knows takes
    its value, the others stay.
    """
    lines = []
    for line in template.splitlines():
        match = MACRO.match(line)
        name = match and (match["set"] or match["unset"])
        if not name or name not in values:
            lines.append(line)
        elif values[name] == 0 and not name.startswith("HAVE_DECL_"):
            lines.append(f"/* #undef {name} */")
        else:
            lines.append(f"#define {name} {values[name]}".rstrip())
    return "\n".join(lines) + "\n"


def settings(toolchain: Toolchain) -> dict[str, str]:
    """Return the environment for ``pyodide build``: where the target is, and the flags.

    The flags are set here because pyodide-build's own would append ``-Oz``.
    """
    flags = " ".join(toolchain.compile_flags)
    return {
        "PYODIDE_ROOT": INSIDE,
        "SKIP_EMSCRIPTEN_VERSION_CHECK": "1",
        "SIDE_MODULE_CFLAGS": f"{flags} -I{INSIDE}/include/python3.14",
        "SIDE_MODULE_CXXFLAGS": "",
        "SIDE_MODULE_LDFLAGS": " ".join(toolchain.link_flags),
    }


def _settings(toolchain: Toolchain, runtime: Pyodide) -> str:
    """Return the makefile that pyodide-build reads its settings from, by making ``.output_vars``."""
    major, minor, micro = runtime.python.split(".")
    variables = {
        "PYODIDE_VERSION": runtime.version,
        "PYODIDE_ABI_VERSION": runtime.abi,
        "PYODIDE_EMSCRIPTEN_VERSION": runtime.emscripten,
        "PLATFORM_TRIPLET": "wasm32-emscripten",
        "PYVERSION": runtime.python,
        "PYMAJOR": major,
        "PYMINOR": minor,
        "PYMICRO": micro,
        "SYSCONFIG_NAME": SYSCONFIG,
        "TARGETINSTALLDIR": INSIDE,
        "CPYTHONINSTALL": INSIDE,
        "PYTHONINCLUDE": f"{INSIDE}/include/python3.14",
        "CFLAGS_BASE": " ".join(toolchain.compile_flags),
        "LDFLAGS_BASE": " ".join(toolchain.link_flags),
        "PIP_CONSTRAINT": "",
    }
    lines = [f"export {key} = {value}".rstrip() for key, value in variables.items()]
    return "\n".join([*lines, ".output_vars:", "\tenv", ""])
