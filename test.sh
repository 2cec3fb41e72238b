#!/usr/bin/env bash
# Set up, then everything that is checked: ./test.sh [options of pytest]
[ -n "${BASH_VERSION:-}" ] || { echo "leerdal: this is a script for bash: run bash $0" >&2; exit 2; }
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
locks=(requirements.lock requirements-test.lock)
. "$root/scripts/setup.sh"
cd "$root"
.venv/bin/python -m ruff check
.venv/bin/python -m mypy --strict src
exec .venv/bin/python -m pytest -n 2 "$@"
