"""What all tests share: a cache of their own, and digits from outside where there are some."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """A flag for the longer version of the tests of reliability, and one for what the film looks like now."""
    parser.addoption("--long", action="store_true", help="kill a hundred times and try a thousand bad files of a kind")
    parser.addoption("--renew-pictures", action="store_true", help="record the film's pictures and words as meant")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes the user's cache; the tests of one process share one."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def t10k() -> Path:
    """The folder of MNIST's 10,000 test images, which LEERDAL_TEST_DATA names."""
    folder = os.environ.get("LEERDAL_TEST_DATA")
    if not folder:
        pytest.skip("LEERDAL_TEST_DATA does not name a folder with MNIST's t10k files")
    if not Path(folder).is_dir():
        pytest.skip(f"LEERDAL_TEST_DATA names {folder}, which is not there")
    return Path(folder)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A whole file or a long text is no name for a test, and may differ from one worker's collection to another's."""
    return argname if isinstance(val, bytes | str) and len(val) > 60 else None
