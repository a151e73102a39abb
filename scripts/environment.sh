# Sourced by the other scripts: makes .venv in the checkout once, with what the extra "$1" names.
# Needs Python 3.11 or newer and nothing else.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do
    [ -n "$candidate" ] || continue
    if command -v "$candidate" >/dev/null 2>&1 &&
      "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  echo "Python 3.11 or newer is needed; set PYTHON to it." >&2
  exit 1
}

prepare() {
  local wanted=".[${1:-}]" mark=".venv/.pedigree-${1:-base}"
  if [ ! -x .venv/bin/python ]; then
    local python
    python=$(find_python)
    "$python" -m venv .venv || {
      echo "The venv module is missing; on Debian and Ubuntu: apt-get install python3-venv" >&2
      exit 1
    }
  fi
  if [ ! -e "$mark" ] || [ pyproject.toml -nt "$mark" ] || [ scripts/constraints.txt -nt "$mark" ]; then
    echo "Installing Pedigree into .venv (once) …" >&2
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
      --constraint scripts/constraints.txt --editable "${wanted//\[\]/}" >&2
    touch "$mark"
  fi
  export PATH="$PWD/.venv/bin:$PATH"
}
