"""Fetch sdists with pip's own settings (index, proxy, certificates), without running their build back ends.

A script for an interpreter that has pip: ``python pypi_fetch.py name==version=target …``. ``pip download``
would build each sdist's metadata, which needs compilers. Standard library and pip only.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Download each requirement to its target; return 0, or 1 with a sentence on standard error."""
    from pip._internal.commands import create_command
    from pip._vendor.packaging.specifiers import SpecifierSet

    command = create_command("download")
    options, _ = command.parse_args(["--quiet", "--no-binary", ":all:", "unused"])
    with command.main_context():
        session = command.get_default_session(options)  # type: ignore[attr-defined]
        finder = command._build_package_finder(options, session)  # type: ignore[attr-defined]
        for argument in arguments:
            name, version, target = argument.replace("==", "=").split("=", 2)
            best = finder.find_best_candidate(name, SpecifierSet(f"=={version}")).best_candidate
            if best is None:
                print(f"The Python index has no source of {name} {version}.", file=sys.stderr)
                return 1
            address = best.link.url_without_fragment
            with session.get(address, headers={"Accept-Encoding": "identity"}, stream=True) as answer:
                answer.raise_for_status()
                with Path(target).open("wb") as file:
                    shutil.copyfileobj(answer.raw, file, 1 << 20)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
