"""What Keras answers about layers of a project's own modules."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from deepforge.infer.answer import answer

PACKAGE = Path(__file__).parents[2]

SCALE = """
import keras

class Scale(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, shape):
        self.w = self.add_weight(shape=(shape[-1], self.units), name="w")
        self.n = self.add_weight(shape=(), trainable=False, name="n")

    def call(self, x):
        return x @ self.w
"""


def question(code: str, layer: str, *shape: int | None, **given: object) -> dict:
    tensors = [{"shape": list(shape), "dtype": "float32"}]
    return {
        "modules": {"own": code},
        "imports": f"from own import {layer.split('(')[0]}",
        "layer": layer,
        "flags": {},
        "inputs": [{"name": "x", "many": False, "tensors": tensors}],
        **given,
    }


@pytest.fixture(autouse=True)
def fresh_modules():
    yield
    for name in ("own", "base"):
        sys.modules.pop(name, None)


def test_a_layer_is_answered_with_outputs_and_weights():
    found = answer(question(SCALE, "Scale(4)", None, 5, 3))
    assert found["outputs"] == [{"shape": [None, 5, 4], "dtype": "float32"}]
    assert [(one["shape"], one["trainable"]) for one in found["weights"]] == [([3, 4], True), ([], False)]


def test_a_huge_layer_costs_nothing():
    found = answer(question(SCALE, "Scale(1000000)", None, 1000000))
    assert found["weights"][0]["shape"] == [1000000, 1000000]


def test_modules_import_each_other():
    code = "from base import Scale\nclass Wide(Scale):\n    pass\n"
    found = answer(question(code, "Wide(2)", None, 3, modules={"own": code, "base": SCALE}))
    assert found["outputs"][0]["shape"] == [None, 2]


def test_several_inputs_and_outputs():
    code = (
        "import keras\nclass Two(keras.Layer):\n    def call(self, x, y=None):\n        return x + y, x - y\n"
    )
    tensors = [{"shape": [None, 2], "dtype": "float32"}]
    inputs = [{"name": name, "many": False, "tensors": tensors} for name in ("x", "y")]
    assert len(answer(question(code, "Two()", inputs=inputs))["outputs"]) == 2


@pytest.mark.parametrize(
    ("code", "error", "line"),
    [
        ("import keras\nclass A(keras.Layer):\n    def call(self, x):\n        return y\n", "NameError", 4),
        ("import keras\nclass A(keras.Layer:\n    pass\n", "SyntaxError", 2),
        ("import nothing_of_this_name\n", "ModuleNotFoundError", 1),
        ("raise SystemExit(3)\n", "SystemExit", 1),
        (
            "import keras\nclass A(keras.Layer):\n    def build(self, s):\n        1 / 0\n",
            "ZeroDivisionError",
            4,
        ),
    ],
)
def test_an_error_is_answered_with_its_line(code: str, error: str, line: int):
    found = answer(question(code, "A()", None, 3))
    assert found["error"].startswith(error)
    assert (found["module"], found["line"]) == ("own", line)


def test_the_words_that_keras_puts_around_an_error_are_left_out():
    code = (
        'import keras\nclass A(keras.Layer):\n    def call(self, x):\n        raise ValueError("too wide")\n'
    )
    assert answer(question(code, "A()", None, 3))["error"] == "ValueError: too wide"


def test_what_user_code_prints_is_not_among_the_answers():
    code = (
        "import os, sys, keras\nprint('one')\nos.write(1, b'two\\n')\nos.system('echo three')\n"
        "class A(keras.Layer):\n    def call(self, x):\n        print('four')\n        return x\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE), "KERAS_BACKEND": "jax"}
    asked = "".join(json.dumps(question(code, "A()", None, size)) + "\n" for size in (3, 4))
    done = subprocess.run(
        [sys.executable, "-m", "deepforge.infer", "--serve"],
        input=asked,
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines[0] == {"ready": True}
    assert [line["outputs"][0]["shape"] for line in lines[1:]] == [[None, 3], [None, 4]]
