"""The command line of deepforge.convert."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from deepforge.convert.configuration import NoModelError, configuration

DONE, FAILED = 0, 1


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deepforge.convert")
    commands = parser.add_subparsers(dest="command", required=True)
    config = commands.add_parser("config", help="print the configuration in a .h5 or .keras file as JSON")
    config.add_argument("file")
    export = commands.add_parser("export", help="save the network of a generated module, untrained")
    export.add_argument("module", type=Path)
    export.add_argument("output", type=Path, help="ends in .keras or .json")
    export.add_argument("--code", type=Path, help="a folder of modules that the module may import")
    given = parser.parse_args()
    return _config(given.file) if given.command == "config" else _export(given)


def _config(file: str) -> int:
    try:
        text = configuration(file)
    except NoModelError as error:
        print(f"cannot read: {error}", file=sys.stderr)
        return FAILED
    sys.stdout.buffer.write(text.encode())
    return DONE


def _export(given: argparse.Namespace) -> int:
    """Prints one JSON object: nothing in it, or what failed and on which line of the module."""
    from deepforge.convert.export import export

    failure = export(given.module, given.output, given.code)
    print(json.dumps(failure or {}))
    return FAILED if failure else DONE


if __name__ == "__main__":
    sys.exit(main())
