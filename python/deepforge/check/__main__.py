"""python -m deepforge.check --serve: one question a line on stdin, one answer a line on stdout.

    {"layer": "Dense", "args": {"units": 4}, "inputs": {"inputs": [{"shape": [null, 3], "dtype": "float32"}]}}
    {"outputs": [{"shape": [null, 4], "dtype": "float32"}], "params": 16, "trainable": 16}

A refused layer is answered with {"error": ...}. With "trace": true the layer is also traced with
concrete sizes, which finds what a symbolic build does not look at; the answer then has "trace".
A question with "operation" instead of "layer" is about a function of keras.ops.
A question with "network" instead of "layer" has a list of layers with ids, as the designer has them.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deepforge.check")
    parser.add_argument(
        "--serve", action="store_true", required=True, help="answer questions until stdin ends"
    )
    parser.parse_args()
    os.environ.setdefault("KERAS_BACKEND", "jax")

    answers = sys.stdout
    # What Keras prints while it works must not end up among the answers.
    with contextlib.redirect_stdout(sys.stderr):
        from deepforge.check.answer import answer

        for line in sys.stdin:
            answers.write(json.dumps(answer(json.loads(line))) + "\n")
            answers.flush()


if __name__ == "__main__":
    main()
