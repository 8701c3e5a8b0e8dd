"""python -m deepforge.infer --serve: one question a line on stdin, one answer a line on stdout.

    {"modules": {"own": "..."}, "imports": "from own import Scale", "layer": "Scale(3)", "flags": {},
     "inputs": [{"name": "x", "many": false, "tensors": [{"shape": [null, 3], "dtype": "float32"}]}]}
    {"outputs": [{"shape": [null, 3], "dtype": "float32"}],
     "weights": [{"name": "scale/w", "shape": [3], "trainable": true}]}

What cannot be built is answered with {"error": ..., "module": ..., "line": ...}. The first line says
{"ready": true}. All questions to one process have the same modules: what user code does to Keras
must not reach the answers about other code, so the gateway starts another process for those.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import TextIO

_LARGEST_DATA = 8 * 2**30


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deepforge.infer")
    parser.add_argument(
        "--serve", action="store_true", required=True, help="answer questions until stdin ends"
    )
    parser.parse_args()
    os.environ.setdefault("KERAS_BACKEND", "jax")
    _limit_memory()
    answers = _claim_stdout()

    from deepforge.infer.answer import answer

    _write(answers, {"ready": True})
    for line in sys.stdin:
        _write(answers, answer(json.loads(line)))


def _write(answers: TextIO, value: object) -> None:
    answers.write(json.dumps(value) + "\n")
    answers.flush()


def _claim_stdout() -> TextIO:
    """What user code prints, by whichever way, must not end up among the answers."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return answers


def _limit_memory() -> None:
    """A class that asks for the memory of the whole machine gets a MemoryError instead."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (_LARGEST_DATA, _LARGEST_DATA))
    except (ImportError, OSError, ValueError):
        pass  # Not every system has such limits.


if __name__ == "__main__":
    main()
