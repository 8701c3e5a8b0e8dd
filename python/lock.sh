#!/bin/sh
# Rewrites both lock files for every supported Python. Needs uv (pip install uv).
set -eu
cd "$(dirname "$0")"
lock() {
    uv pip compile "$1.in" --output-file "$1.lock" --quiet \
        --universal --python-version 3.10 --generate-hashes --no-emit-index-url \
        --custom-compile-command 'python/lock.sh'
}
lock requirements
lock requirements-dev
