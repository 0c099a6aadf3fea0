# Shared by the scripts: where the project is, how they speak, what is installed. Sourced, never run.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"
export PATH="$PATH:/opt/swift/usr/bin"

say() { printf '\n== %s\n' "$*"; }
note() { printf '   %s\n' "$*"; }
die() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 2; }

# Runs a command as root, through sudo where that is needed.
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

need_swift() {
    command -v swift >/dev/null || die "Swift 6.3 is needed: put its toolchain on PATH"
    swift --version 2>/dev/null | grep -q 'version 6\.3' || note "this project is made with Swift $(cat .swift-version); found: $(swift --version 2>/dev/null | head -n 1)"
}
