"""Let pip install what we say and where we say, from where the user's own settings say that packages come.

    python -I scripts/install.py OPTIONS OF PIP INSTALL…

A user's pip may be set to install elsewhere, other versions, or nothing at all. So none of its files is read, and of
all its settings only those are handed on which say how packages are reached.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys

REACHED_BY = {
    f"PIP_{name}"
    for name in (
        "CACHE_DIR", "CERT", "CLIENT_CERT", "DEFAULT_TIMEOUT", "EXTRA_INDEX_URL", "FIND_LINKS", "INDEX_URL",
        "KEYRING_PROVIDER", "NO_CACHE_DIR", "NO_INDEX", "PROXY", "RETRIES", "TIMEOUT", "TRUSTED_HOST",
    )
}  # fmt: skip
# Options of `pip config` itself, which a user's settings for installing would set too: back to what they are without.
LISTING = {f"PIP_{name}": "0" for name in ("GLOBAL", "ISOLATED", "QUIET", "SITE", "USER", "VERBOSE")}
LISTING["PIP_LOG"] = os.devnull
PIP = [sys.executable, "-I", "-m", "pip"]


def environment(given: dict[str, str]) -> dict[str, str]:
    """The environment to call pip in: what is `given`, without what would change what or where it installs."""
    plain = {name: value for name, value in given.items() if not name.startswith(("PIP_", "PYTHON"))}
    own = {name: value for name, value in given.items() if name in REACHED_BY or name == "PIP_CONFIG_FILE"}
    listed = subprocess.run([*PIP, "config", "list"], env=plain | own | LISTING, stdout=subprocess.PIPE, text=True)
    if listed.returncode:
        raise SystemExit(listed.returncode)  # pip has said which file it cannot read
    found: dict[str, dict[str, str]] = {"global": {}, "install": {}, ":env:": {}}  # the later ones count for more
    for line in listed.stdout.splitlines():
        key, _, value = line.partition("=")
        section, _, option = key.partition(".")
        name = f"PIP_{option.upper().replace('-', '_')}"
        if section in found and name in REACHED_BY:
            found[section][name] = ast.literal_eval(value)
    return plain | found["global"] | found["install"] | found[":env:"] | {"PIP_CONFIG_FILE": os.devnull}


if __name__ == "__main__":
    os.execve(PIP[0], [*PIP, "install", *sys.argv[1:]], environment(dict(os.environ)))
