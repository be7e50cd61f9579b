"""What atheris calls with each input; runs in a process that `fuzz.guided` starts."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from pathlib import Path

HEADER, EXIF, STANDARD, LIST = range(4)


def main() -> None:
    """Hand over to atheris, which ends the process."""
    import atheris

    with atheris.instrument_imports(include=["checker"]):
        from checker.batch.roster import read_roster
        from checker.errors import BatchError, PhotoError, StandardError
        from checker.exif import read_exif
        from checker.photo import Photo
        from checker.standards import load_file

    folder = tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)
    file = Path(folder, "input")

    def one(data: bytes) -> None:
        which, rest = data[:1], data[1:]
        if which == bytes([EXIF]):
            read_exif(rest)
        elif which == bytes([STANDARD]):
            file.write_bytes(rest)
            with contextlib.suppress(StandardError):
                load_file(file)
        elif which == bytes([LIST]):
            file.write_bytes(rest)
            with contextlib.suppress(BatchError):
                read_roster(str(file))
        else:
            with contextlib.suppress(PhotoError):
                Photo.from_bytes(rest)

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
