"""Reading a photo's file."""

import errno
import stat
from pathlib import Path

from .errors import photo_error
from .photo import MAX_BYTES, check_size


def read_photo(path: Path) -> bytes:
    """Return the bytes of a file, once its kind and size are known to be fit.

    Raises `PhotoError` with ``no-such-file``, ``is-a-folder``, ``not-a-file``, ``not-readable`` or
    ``too-many-bytes``; the size is asked before anything is read.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise photo_error("is-a-folder")
        if not stat.S_ISREG(status.st_mode):
            raise photo_error("not-a-file")
        check_size(status.st_size)
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)  # it may have grown since; `Photo` refuses it then
    except (FileNotFoundError, NotADirectoryError):
        raise photo_error("no-such-file") from None
    except OSError as error:
        missing = error.errno in {errno.ENAMETOOLONG, errno.EINVAL}  # EINVAL: a name Windows cannot have
        raise photo_error("no-such-file" if missing else "not-readable") from None
    except ValueError:  # a name with a null character
        raise photo_error("no-such-file") from None
