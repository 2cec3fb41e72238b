#!/usr/bin/env bash
# Set up, then make the film: ./render.sh [options of leerdal film]
[ -n "${BASH_VERSION:-}" ] || { echo "leerdal: this is a script for bash: run bash $0" >&2; exit 2; }
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
locks=(requirements.lock)
. "$root/scripts/setup.sh"
exec "$root/.venv/bin/leerdal" film "$@"
