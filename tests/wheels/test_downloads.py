"""What is said when a pinned file is gone, or is another one. These ask the registries for one file each."""

from __future__ import annotations

from pathlib import Path

import pytest

from wheels import archive
from wheels.downloads import Downloads
from wheels.errors import WheelsError
from wheels.recipe import Source

pytestmark = pytest.mark.wheels


def test_a_package_that_left_the_archive_is_named(tmp_path: Path) -> None:
    archive.require_debian()
    file = "pool/main/z/zlib/zlib_0.0.orig.tar.gz"
    with pytest.raises(WheelsError, match="python -m wheels lock") as caught:
        archive.fetch(archive.site(), file, "0" * 64, tmp_path / "zlib", tmp_path / "log")
    assert caught.value.code == "pin-gone"
    assert file in str(caught.value)
    assert not (tmp_path / "zlib").exists()


def test_another_file_under_the_same_name_is_refused(tmp_path: Path) -> None:
    source = Source("pypi", "iniconfig==2.3.0", "0" * 64, "iniconfig-2.3.0")
    downloads = Downloads(tmp_path / "kept", tmp_path / "logs")
    with pytest.raises(WheelsError, match="is pinned") as caught:
        downloads.fetch_source(source)
    assert caught.value.code == "wrong-sum"
    assert not downloads.source(source).exists()


def test_a_version_that_the_index_lacks_is_named(tmp_path: Path) -> None:
    source = Source("pypi", "iniconfig==0.0.0.dev0", "0" * 64, "iniconfig-0")
    with pytest.raises(WheelsError) as caught:
        Downloads(tmp_path / "kept", tmp_path / "logs").fetch_source(source)
    assert caught.value.code == "download-failed"
