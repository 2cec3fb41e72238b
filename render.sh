#!/usr/bin/env bash
# Set up, then make the film: ./render.sh [options of leerdal film]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
locks=(requirements.lock)
. "$root/scripts/setup.sh"
exec "$root/.venv/bin/leerdal" film "$@"
