"""Saves the network of a generated module, with the weights it starts from."""

from __future__ import annotations

import contextlib
import os
import runpy
import sys
import traceback
from pathlib import Path
from typing import Any, TypedDict

# The same network starts from the same weights wherever it is exported.
SEED = 0


class Failure(TypedDict):
    """Why there is no file, in terms of the generated module."""

    type: str
    message: str
    line: int | None
    text: str


def export(module: Path, output: Path, code: Path | None = None) -> Failure | None:
    """Runs `build_model` of a module that DeepForge generated, and saves what it makes.

    The modules in `code` can be imported meanwhile. Whatever they print goes to standard error.
    """
    if code is not None:
        sys.path.insert(0, str(code.resolve()))
    os.environ.setdefault("KERAS_BACKEND", "jax")
    with contextlib.redirect_stdout(sys.stderr):
        try:
            _save(module, output)
        except (Exception, SystemExit) as error:
            return _failure(error, module)
    return None


def _save(module: Path, output: Path) -> None:
    import keras

    keras.utils.set_random_seed(SEED)
    model: Any = runpy.run_path(str(module))["build_model"]()
    if output.suffix == ".json":
        output.write_text(model.to_json(indent=2) + "\n", encoding="utf-8")
    else:
        model.save(output)


def _failure(error: BaseException, module: Path) -> Failure:
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == str(module)]
    if isinstance(error, SyntaxError) and error.filename == str(module):
        lines.append(error.lineno)
    return {
        "type": type(error).__qualname__,
        "message": str(error),
        "line": lines[-1] if lines else None,
        "text": "".join(traceback.format_exception(error)),
    }
