"""python -m deepforge.catalogue [--docs] > keras.json"""

from __future__ import annotations

import argparse
import os
import sys


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deepforge.catalogue", description=__doc__)
    parser.add_argument("--docs", action="store_true", help="print the documentation instead")
    options = parser.parse_args()
    os.environ.setdefault("KERAS_BACKEND", "jax")

    # Keras reads its backend from the environment when it is imported.
    from deepforge.catalogue.describe import catalogue, documentation
    from deepforge.catalogue.layout import entry_per_line

    sys.stdout.write(entry_per_line(documentation() if options.docs else catalogue()))


if __name__ == "__main__":
    main()
