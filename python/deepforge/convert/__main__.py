"""The command line of deepforge.convert."""

from __future__ import annotations

import argparse
import sys

from deepforge.convert.configuration import NoModelError, configuration
from deepforge.convert.untrained import save_untrained


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deepforge.convert")
    commands = parser.add_subparsers(dest="command", required=True)
    config = commands.add_parser("config", help="print the configuration in a .h5 or .keras file as JSON")
    config.add_argument("file")
    untrained = commands.add_parser("untrained", help="save the network of a generated module as .keras")
    untrained.add_argument("module")
    untrained.add_argument("output")
    given = parser.parse_args()
    if given.command == "untrained":
        save_untrained(given.module, given.output)
        return 0
    try:
        sys.stdout.write(configuration(given.file))
    except NoModelError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
