"""Feeds what reads people's files, guided by the code that each input reaches: ``python fuzzing.py TARGET OPTIONS…``.

The options are libFuzzer's. Whatever ends otherwise than well or in a `UserError` is saved where ``-artifact_prefix``
says, and tried again by every run of the tests from then on.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

__all__ = ["CRASHES", "targets"]

CRASHES = Path(__file__).with_name("crashes")
"""Inputs that once made a fault: TARGET-…, as libFuzzer names them."""


def targets() -> dict[str, tuple[bytes, Callable[[Path, bytes], object]]]:
    """What reads a kind of file: by name, a good one, and the reading of any bytes as one, within a folder."""
    from test_bad_digits import KINDS, check
    from test_bad_films import TOLD

    from leerdal.engine.digits import load
    from leerdal.language.catalogue import catalogues
    from leerdal.language.words import Words

    found: dict[str, tuple[bytes, Callable[[Path, bytes], object]]] = {}
    for name, kind in {
        "idx": "IDX images",
        "labels": "IDX labels",
        "npz": ".npz",
        "csv": "CSV",
        "names": "names",
    }.items():
        put, whole = KINDS[kind]
        found[name] = (whole, lambda folder, content, put=put: check(load(put(folder, content))))
    for name, (file, write, read) in TOLD.items():

        def tell(folder: Path, content: bytes, file: str = file, read: Callable[[Path], object] = read) -> None:
            (folder / file).write_bytes(content)
            read(folder)

        found[name] = (write().encode(), tell)
    texts = catalogues("en")
    found["catalogue"] = (
        min(texts.values(), key=len).encode(),
        lambda folder, content: Words("en", {"a.ftl": content.decode("utf-8", "replace")}),
    )
    return found


def main(arguments: list[str]) -> None:
    """Fuzz one target; ends the process, as libFuzzer does."""
    import atheris

    with atheris.instrument_imports(include=["leerdal", "fluent.syntax"]):
        from leerdal.errors import UserError

        whole, read = targets()[arguments[0]]
    with tempfile.TemporaryDirectory() as seeds, tempfile.TemporaryDirectory() as place:
        (Path(seeds) / "good").write_bytes(whole)

        def attempt(content: bytes) -> None:
            with contextlib.suppress(UserError):
                read(Path(place), content)

        atheris.Setup([sys.argv[0], *arguments[1:], seeds], attempt)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
