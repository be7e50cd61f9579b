"""Python without what only people read: comments, and the strings that document a module, class or function.

Nothing else changes, so that a module means the same. A documenting string becomes ``"."``: code that looks
at one is content with any, and `dataclasses` makes one, at some cost, where there is none.
"""

from __future__ import annotations

import base64
import hashlib
import io
import tokenize
import zipfile
from collections.abc import Iterator

_BEFORE_STATEMENT = {tokenize.ENCODING, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
_BETWEEN = {tokenize.NL, tokenize.COMMENT}
_QUOTES = ("'", '"', "r'", 'r"')  # of strings that are only text: no bytes, nothing that is filled in
_INSTEAD = '"."'

Place = tuple[int, int]


def plain(content: bytes) -> bytes:
    """Return Python's ``content`` without comments and documenting strings.

    Text that this Python's tokenizer does not understand, as that of a newer one, is returned as it is.
    """
    try:
        cuts = list(_cuts(content))
        lines = content.decode("utf-8").splitlines(keepends=True)
    except (tokenize.TokenError, SyntaxError, UnicodeDecodeError):
        return content
    for (first, start), (last, end), instead in reversed(cuts):
        before, after = lines[first - 1][:start], lines[last - 1][end:]
        if not instead and not before.strip() and not after.strip():
            before = after = ""  # a line of its own
        lines[first - 1 : last] = [before.rstrip() + after if not instead else before + instead + after]
    return "".join(lines).encode("utf-8")


def plain_zip(content: bytes) -> bytes:
    """Return a zip, a wheel perhaps, whose modules are `plain`; a wheel's record tells of what they are."""
    out = io.BytesIO()
    changed: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for member in source.infolist():  # a wheel's record is its last file
            kept = source.read(member)
            if member.filename.endswith(".py"):
                kept = changed[member.filename] = plain(kept)
            elif member.filename.endswith(".dist-info/RECORD"):
                kept = _recorded(kept.decode("utf-8"), changed).encode("utf-8")
            target.writestr(member, kept)
    return out.getvalue()


def _recorded(record: str, changed: dict[str, bytes]) -> str:
    """Return a wheel's record with the sums and lengths of what ``changed``."""
    lines = []
    for line in record.splitlines(keepends=True):
        name = line.split(",")[0]
        if name in changed:
            digest = base64.urlsafe_b64encode(hashlib.sha256(changed[name]).digest()).rstrip(b"=").decode()
            line = f"{name},sha256={digest},{len(changed[name])}\n"
        lines.append(line)
    return "".join(lines)


def _cuts(content: bytes) -> Iterator[tuple[Place, Place, str]]:
    """Yield start and end of what is cut out, in the order of the text, and what comes in its place."""
    before = tokenize.ENCODING
    tokens = list(tokenize.tokenize(io.BytesIO(content).readline))
    for at, token in enumerate(tokens):
        if token.type == tokenize.COMMENT and token.start[0] > 2:  # the first two lines may tell the encoding
            yield token.start, token.end, ""
        elif (
            token.type == tokenize.STRING and before in _BEFORE_STATEMENT and token.string.startswith(_QUOTES)
        ):
            following = next(other.type for other in tokens[at + 1 :] if other.type not in _BETWEEN)
            if following == tokenize.NEWLINE:
                yield token.start, token.end, _INSTEAD
        if token.type not in _BETWEEN:
            before = token.type
