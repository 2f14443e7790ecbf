#!/usr/bin/env bash
# Makes .venv with Kith and its test tools, and installs the system packages that they need.
#
#   resources/setup.sh          the environment
#   resources/setup.sh bench    the rivals that `make bench` measures against, into the same environment
#
# What is ready is left alone: a stamp in .venv remembers what it was made from.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Debian's and Ubuntu's packages that Kith needs beside Python, separated by spaces.
# ca-certificates: the model downloads are checked against it. The rest is what the window's Qt loads.
SYSTEM_PACKAGES="ca-certificates fonts-dejavu-core libdbus-1-3 libegl1 libfontconfig1 libgl1 libxcb-cursor0 \
libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0 libxkbcommon0"

VENV="$(pwd -P)/.venv"
NEW_ENOUGH='import sys; sys.exit(sys.version_info < (3, 11))'

main() {
    if [ -L "$VENV" ]; then # it leads to the environment of another checkout, which is not ours to change
        works "$VENV/bin/python" || stop "The environment that .venv links to has no working Python:" \
            "set it up where it belongs, or remove the link to have one made here."
        return
    fi
    if [ "${1:-}" = bench ]; then
        step bench install_rivals tests/bench/requirements.txt tests/bench/requirements-no-deps.txt
    else
        step setup install_kith pyproject.toml
    fi
}

# step NAME COMMAND FILE...: run COMMAND on the files, unless it has run on these very files, script and folder.
step() {
    local stamp="$VENV/.kith-$1" command="$2" key
    shift 2
    key=$({ pwd -P; cat "$@" resources/setup.sh; } | cksum)
    if works "$VENV/bin/python" && [ "$(cat "$stamp" 2>/dev/null)" = "$key" ]; then
        return
    fi
    "$command" "$@"
    echo "$key" >"$stamp"
}

install_kith() {
    install_system_packages
    make_venv
    say "Installing Kith into .venv (the first time this downloads PyTorch: several GB where it brings CUDA)"
    pip_install --editable '.[tensorboard,test]'
}

install_rivals() {
    say "Installing what the benches compare with into .venv"
    pip_install --requirement "$1"
    pip_install --no-deps --requirement "$2"
}

install_system_packages() {
    local missing
    if ! command -v apt-get >/dev/null; then
        find_python >/dev/null || stop "Kith needs Python 3.11 or newer with its venv module, and found none."
        return
    fi
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ]; then
        stop "These system packages are missing: $missing" \
            "Install them, then run make again:" \
            "    sudo apt-get update && sudo apt-get install $missing"
    fi
    apt update
    missing=$(missing_packages) # the update may have brought a newer Python into sight
    say "Installing system packages: $missing"
    # shellcheck disable=SC2086 # one argument a package
    apt install --yes --no-install-recommends $missing
    find_python >/dev/null || stop "Kith needs Python 3.11 or newer, which this system's packages do not have."
}

missing_packages() {
    {
        find_python >/dev/null || python_package
        for package in $SYSTEM_PACKAGES; do
            is_installed "$package" || echo "$package"
        done
    } | xargs
}

# The first Python on the path that is new enough and can make an environment.
find_python() {
    local name
    for name in python3.13 python3.12 python3.11 python3; do
        if works "$name" && "$name" -c 'import ensurepip, venv' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

# The package that brings such a Python on this system, going by apt's lists.
python_package() {
    local version
    for version in 3.13 3.12 3.11; do
        if apt-cache show "python$version-venv" >/dev/null 2>&1; then
            echo "python$version-venv"
            return
        fi
    done
    echo python3-venv
}

make_venv() {
    # An environment does not survive a move: its commands name their folder.
    if works "$VENV/bin/python" && grep -qs -F -- " $VENV" "$VENV/pyvenv.cfg"; then
        return
    fi
    say "Making the Python environment .venv"
    "$(find_python)" -m venv --clear "$VENV"
}

pip_install() {
    "$VENV/bin/python" -m pip --disable-pip-version-check install "$@" ||
        stop "pip could not install everything (its last lines above say why)." \
            "Nothing is lost: mend that and run make again to go on from here."
}

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
works() { "$1" -c "$NEW_ENOUGH" 2>/dev/null; }
apt() { DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 "$@"; }
say() { printf '==> %s\n' "$1" >&2; }
stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

main "$@" >&2 # standard output is for what make goes on to run
