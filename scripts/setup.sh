# Sourced by render.sh and test.sh: system packages, virtual environment and locked dependencies. Instant when all is there.
#
#     root=<the repository>   locks=(requirements.lock …)   . scripts/setup.sh

# Of another Python or of other packages: neither set-up nor what it sets up may be found in them.
unset PYTHONHOME PYTHONPATH PYTHONUSERBASE

stop() {
    printf 'leerdal: %s\n' "$*" >&2
    exit 2
}

say() {
    printf 'leerdal: %s\n' "$*" >&2
}

find_python() {
    local name
    # A version manager may offer names that do not run: try each.
    for name in ${LEERDAL_PYTHON:-} python3.13 python3.12 python3.11 python3 python; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 </dev/null; then
            printf '%s\n' "$name"
            return
        fi
    done
    stop "Python 3.11 or newer is needed and was not found: install python3 (on Debian: apt-get install python3), or set LEERDAL_PYTHON to one."
}

# What pycairo and ManimPango, which come as source on Linux, are built with.
system_packages() {
    local python=$1 package
    case "$(uname -s)" in
    Linux)
        local missing=()
        pkg-config --version >/dev/null 2>&1 || missing+=(pkg-config)
        command -v gcc >/dev/null || command -v cc >/dev/null || missing+=(gcc libc6-dev)
        pkg-config --exists cairo 2>/dev/null || missing+=(libcairo2-dev)
        pkg-config --exists pangocairo 2>/dev/null || missing+=(libpango1.0-dev)
        [ -e "$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h" ] || missing+=("$(debian_name "$python" dev)")
        "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || missing+=("$(debian_name "$python" venv)")
        [ ${#missing[@]} -eq 0 ] && return
        command -v apt-get >/dev/null || stop "These are needed and there is no apt-get to install them with: ${missing[*]} (Debian's names). Install them, then run this again."
        local as_root=()
        if [ "$(id -u)" -ne 0 ]; then
            # -n: never ask for a password, since no command here waits for an answer.
            command -v sudo >/dev/null && sudo -n true 2>/dev/null </dev/null ||
                stop "System packages are missing and this is not root: run 'sudo apt-get install ${missing[*]}', then run this again."
            as_root=(sudo -n)
        fi
        say "installing system packages: ${missing[*]}"
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null >&2 ||
            say "the list of packages could not be renewed; going on with the one that is here"
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >&2 ||
            stop "Could not install ${missing[*]}: run 'apt-get install ${missing[*]}' as root to see why, then run this again."
        ;;
    Darwin)
        pkg-config --exists cairo pangocairo 2>/dev/null && return
        command -v brew >/dev/null || stop "cairo, pango and pkg-config are needed: install Homebrew, run 'brew install cairo pango pkg-config', then run this again."
        say "installing cairo, pango and pkg-config with Homebrew"
        brew install cairo pango pkg-config </dev/null >&2 || stop "Homebrew could not install cairo, pango and pkg-config: see above."
        ;;
    *) say "unknown system $(uname -s): taking cairo, pango, pkg-config and a C compiler to be there" ;;
    esac
}

# Debian's package of headers or of venv: python3.12-dev for a python3.12 of Debian's own.
debian_name() {
    printf '%s-%s\n' "$("$1" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')" "$2"
}

# The browser in which the tests open the pages; where there is none, those tests are skipped and say so.
browser() {
    command -v chromium >/dev/null && return
    local as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
    if command -v apt-get >/dev/null; then
        say "installing Chromium, for the tests of the pages"
        "${as_root[@]}" apt-get update -qq </dev/null >&2 || true
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core </dev/null >&2 && return
    fi
    say "Chromium is not here and could not be installed (Debian's package chromium): the tests of the pages will be skipped"
}

install() {
    local what=$1
    shift
    "$venv/bin/python" -I "$root/scripts/install.py" -qq --disable-pip-version-check --no-input --no-deps "$@" </dev/null >&2 ||
        stop "Could not install $what (pip's reason is above): check the connection and the free space, then run this again."
}

setup() {
    venv="$root/.venv"
    local made_of stamp old python lock arguments=()
    # cksum, since every system has it: this only asks whether the files are the ones that were installed.
    made_of="$venv/.leerdal-$(cd "$root" && cat pyproject.toml scripts/* requirements*.lock | cksum | tr -d ' ')"
    stamp="$made_of-${#locks[@]}"
    # The path within the stamp tells a moved or copied environment from one that was made here.
    [ -e "$stamp" ] && [ "$(cat "$stamp")" = "$root" ] && [ -x "$venv/bin/leerdal" ] && return

    python=$(find_python) || exit 2
    system_packages "$python"
    case " ${locks[*]} " in *requirements-test.lock*) browser ;; esac
    if [ -e "$venv" ] && ! "$venv/bin/python" -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        say "the environment in .venv does not work any more; making it anew"
        rm -rf "$venv"
    fi
    if [ ! -e "$venv" ]; then
        say "making a virtual environment in $venv"
        "$python" -m venv "$venv" </dev/null >&2 || stop "Could not make a virtual environment in $venv: check that the folder can be written to and that there is room."
    fi
    say "installing the locked dependencies (a few minutes the first time)"
    for lock in "${locks[@]}"; do
        arguments+=(-r "$root/$lock")
    done
    install "the dependencies" "${arguments[@]}"
    install "leerdal itself" --no-build-isolation --editable "$root"
    for old in "$venv"/.leerdal-*; do
        case "$old" in "$made_of"-*) ;; *) rm -f "$old" ;; esac
    done
    printf '%s\n' "$root" >"$stamp"
}

setup
