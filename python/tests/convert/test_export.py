"""What becomes of a generated module: files that plain Keras loads, or the line on which it failed."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import keras
import numpy as np
import pytest

from deepforge.convert.export import export

# Keras, when it saves with NumPy 2.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

LENET = """\
import keras
from keras import layers


def build_model() -> keras.Model:
    image = keras.Input((8, 8, 1), name="image")
    conv = layers.Conv2D(4, 3, activation="relu", name="conv")(image)
    flatten = layers.Flatten(name="flatten")(conv)
    digit = layers.Dense(10, name="digit")(flatten)
    return keras.Model(inputs=image, outputs=digit, name="LeNet")
"""


def written(folder: Path, source: str) -> Path:
    module = folder / "network.py"
    module.write_text(textwrap.dedent(source))
    return module


def test_a_keras_file_loads_in_plain_keras_without_having_been_trained(tmp_path: Path):
    output = tmp_path / "lenet.keras"
    assert export(written(tmp_path, LENET), output) is None
    model = keras.models.load_model(output)
    assert [layer.name for layer in model.layers] == ["image", "conv", "flatten", "digit"]
    assert model.count_params() == 1490
    assert not model.compiled


def test_two_exports_start_from_the_same_weights(tmp_path: Path):
    module = written(tmp_path, LENET)
    weights = []
    for name in ("a.keras", "b.keras"):
        assert export(module, tmp_path / name) is None
        weights.append(keras.models.load_model(tmp_path / name).get_weights())
    for first, second in zip(*weights, strict=True):
        np.testing.assert_array_equal(first, second)


def test_a_json_file_is_the_configuration_that_keras_reads(tmp_path: Path):
    output = tmp_path / "lenet.json"
    assert export(written(tmp_path, LENET), output) is None
    assert json.loads(output.read_text())["config"]["name"] == "LeNet"
    assert keras.models.model_from_json(output.read_text()).count_params() == 1490


def test_modules_of_the_project_can_be_imported_and_what_they_print_is_out_of_the_way(tmp_path: Path, capsys):
    code = tmp_path / "code"
    code.mkdir()
    (code / "own_layers.py").write_text(
        "import keras\nprint('hello')\n\n\n"
        "@keras.saving.register_keras_serializable('project')\n"
        "class Scale(keras.layers.Layer):\n    def call(self, x):\n        return x * 2\n"
    )
    source = LENET.replace("from keras import", "from own_layers import Scale\nfrom keras import")
    source = source.replace("(flatten)", "(Scale(name='scale')(flatten))")
    assert export(written(tmp_path, source), tmp_path / "own.json", code) is None
    assert "Scale" in (tmp_path / "own.json").read_text()
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("wrong", "kind", "line"),
    [
        ("layers.Dense(-1, name='digit')(flatten)", "ValueError", 9),
        ("layers.Dense(10, name='digit')(flatten, nothing=1)", "TypeError", 9),
        ("missing(flatten)", "NameError", 9),
        ("exit(3)", "SystemExit", 9),
        ("layers.Dense(10", "SyntaxError", 9),
    ],
)
def test_a_failure_names_the_line_of_the_module(tmp_path: Path, wrong: str, kind: str, line: int):
    source = LENET.replace('layers.Dense(10, name="digit")(flatten)', wrong)
    output = tmp_path / "wrong.keras"
    failure = export(written(tmp_path, source), output)
    assert failure is not None
    assert (failure["type"], failure["line"]) == (kind, line)
    assert "network.py" in failure["text"]
    assert not output.exists()
