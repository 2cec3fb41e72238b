"""A film's own files that cannot be read: whose fault that is."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from leerdal.errors import UserError
from leerdal.film import manifest, provenance


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.EMFILE], ids=errno.errorcode.get)
@pytest.mark.parametrize("read", [manifest.read_manifest, provenance.read_provenance])
def test_what_the_disk_refuses_is_no_reason_to_make_a_film_again(
    read: Callable[[Path], object], number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise OSError(number, os.strerror(number), str(path))

    for module in (manifest, provenance):
        monkeypatch.setattr(module, "read_json", refuse)
    with pytest.raises(UserError, match=os.strerror(number)) as told:
        read(tmp_path)
    assert "again" not in str(told.value)
