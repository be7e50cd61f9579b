"""``python -m models write|check``: make the models anew, and keep them or compare them."""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from models import references, table
from models.fetch import ModelsError, fetch


def main(argv: list[str] | None = None) -> int:
    """Run one command; return 0, or 1 where the models could not be made or differ."""
    parser = argparse.ArgumentParser(prog="python -m models", description=__doc__)
    parser.add_argument("command", choices=("write", "check"))
    arguments = parser.parse_args(argv)
    try:
        with tempfile.TemporaryDirectory() as folder:
            made = convert(Path(folder))
            if arguments.command == "check":
                return _compared(made)
            for file, content in made.items():
                file.write_bytes(content)
                print(f"[models] {file.stem}: {len(content)} bytes, sha256 {_sum(content)}")
    except ModelsError as error:
        print(f"[models] {error}", file=sys.stderr)
        return 1
    return 0


def convert(folder: Path) -> dict[Path, bytes]:
    """Return what belongs into each file, made in ``folder`` by an environment of its own.

    Raises `ModelsError` where packages cannot be had or the conversion fails.
    """
    venv.create(folder / "venv", with_pip=True)
    python = str(folder / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
    pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]
    install = [*pip, "install", "--require-hashes", "-r", str(table.HERE / "requirements.txt")]
    if subprocess.run(install, check=False).returncode:
        raise ModelsError("The converter could not be installed (it needs Python 3.11 or 3.12, see above).")
    fetch(pip, folder)
    results = folder / "results"
    results.mkdir()
    command = [python, "-m", "models.convert", str(folder), str(results)]
    if subprocess.run(command, cwd=table.ROOT, check=False).returncode:
        raise ModelsError("The conversion failed; the lines above say why.")
    made = {table.RESULTS / f"{model.name}.onnx": results / f"{model.name}.onnx" for model in table.load()}
    made[table.REFERENCES] = results / table.REFERENCES.name
    return {file: result.read_bytes() for file, result in made.items()}


def _compared(made: dict[Path, bytes]) -> int:
    differing = [file.name for file, content in made.items() if not _same(file, content)]
    if differing:
        print(f"[models] made anew, these differ: {', '.join(differing)}", file=sys.stderr)
        return 1
    print(f"[models] made anew, byte-identical: {len(made) - 1} models; the references are alike")
    return 0


def _same(file: Path, content: bytes) -> bool:
    """Return whether a file is the one made anew; the references depend a little on the processor."""
    if file == table.REFERENCES:
        return references.alike(json.loads(file.read_bytes()), json.loads(content))
    return file.read_bytes() == content


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
