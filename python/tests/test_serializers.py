"""Values to files and back."""

from __future__ import annotations

import collections
import importlib
import math
import pickle
import sys
import textwrap
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from deepforge import project_modules, serializers
from deepforge.serializers import UnreadableInput, UnsavableOutput, registry


def there_and_back(value: Any, tmp_path: Path, trusted: bool = False) -> Any:
    serializer = serializers.serializer_of(value)
    path = tmp_path / f"value.{serializer.extension}"
    serializers.save(value, path)
    return serializers.load(path, serializer.format, trusted)


@pytest.mark.parametrize(
    ("value", "format_"),
    [
        (None, "json"),
        (True, "json"),
        (2**70, "json"),
        ("Zoë 🌍", "json"),
        ([1, {"a": [None, "b"]}], "json"),
        ((1, 2), "bundle"),
        ({1: "cat", 2: "dog"}, "bundle"),
        ({"labels": {"a", "b"}, "rate": math.inf}, "bundle"),
        (b"\x00\xff", "bytes"),
        ({"raw": b"\x00"}, "bundle"),
        (collections.Counter("aab"), "pickle"),
    ],
)
def test_plain_values_come_back_as_they_were(value: Any, format_: str, tmp_path: Path) -> None:
    assert serializers.serializer_of(value).format == format_
    back = there_and_back(value, tmp_path, trusted=True)
    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(12.0).reshape(3, 4),
        np.zeros((0, 3), "int8"),
        np.array(3.5),
        np.array(["a", "bc"]),
        np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]),
    ],
)
def test_arrays_come_back_writable(array: np.ndarray, tmp_path: Path) -> None:
    back = there_and_back(array, tmp_path)
    np.testing.assert_array_equal(back, array)
    assert back.dtype == array.dtype
    assert back.flags.writeable


def test_large_arrays_are_mapped_not_read(tmp_path: Path) -> None:
    assert isinstance(there_and_back(np.arange(1000), tmp_path), np.memmap)


def test_structures_of_arrays_come_back_without_pickle(tmp_path: Path) -> None:
    value = {"train": (np.eye(3), np.arange(3)), "names": ["a", "b"], "nan": math.nan}
    back = there_and_back(value, tmp_path)
    np.testing.assert_array_equal(back["train"][0], np.eye(3))
    np.testing.assert_array_equal(back["train"][1], np.arange(3))
    assert type(back["train"]) is tuple
    assert back["names"] == ["a", "b"]
    assert math.isnan(back["nan"])


@pytest.mark.parametrize("value", [np.float32(0.5), np.int64(3), np.bool_(True), np.float64(0.5)])
def test_numbers_of_numpy_become_plain_ones(value: Any, tmp_path: Path) -> None:
    back = there_and_back(value, tmp_path)
    assert back == value
    assert type(back) in (int, float, bool)


def test_a_masked_array_keeps_its_mask(tmp_path: Path) -> None:
    value = np.ma.masked_equal([1, 2, 3], 2)
    assert there_and_back(value, tmp_path, trusted=True).mask.tolist() == [False, True, False]


def test_a_path_stands_for_its_file(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text("<p>", encoding="utf-8")
    assert serializers.serializer_of(file).extension == "html"
    assert there_and_back(file, tmp_path).read_text("utf-8") == "<p>"


def test_a_path_without_a_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(UnsavableOutput, match=r"Expected the path of a file\. Received: .*absent"):
        serializers.save(tmp_path / "absent", tmp_path / "out")


def test_a_pickle_is_not_read_unless_it_is_ours(tmp_path: Path) -> None:
    path = tmp_path / "model.pickle"
    path.write_bytes(pickle.dumps({"a": 1}))
    with pytest.raises(UnreadableInput, match="Expected a file that cannot run code"):
        serializers.load(path, "pickle")
    assert serializers.load(path, "pickle", trusted=True) == {"a": 1}


def test_a_pickle_inside_a_bundle_is_not_read_unless_it_is_ours(tmp_path: Path) -> None:
    value = [np.ma.masked_equal([1, 2], 2)]
    path = tmp_path / "value.zip"
    serializers.save(value, path)
    with pytest.raises(UnreadableInput, match="Expected a file that cannot run code"):
        serializers.load(path, "bundle")


def test_what_cannot_be_saved_is_explained(tmp_path: Path) -> None:
    with pytest.raises(UnsavableOutput, match=r"Received: a function .*register for its type"):
        serializers.save(lambda: 1, tmp_path / "out")


def test_an_unknown_format_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"Expected one of the formats .*npy.*'xyz'"):
        serializers.load(tmp_path, "xyz")


class Molecule:
    def __init__(self, atoms: list[str]) -> None:
        self.atoms = atoms


class Water(Molecule):
    pass


def test_authors_register_formats_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_by_type", dict(registry._by_type))
    monkeypatch.setattr(registry, "_by_format", dict(registry._by_format))
    serializers.register(
        Molecule,
        format="atoms",
        save=lambda molecule, path: path.write_text("\n".join(molecule.atoms)),
        load=lambda path: Molecule(path.read_text().split()),
        extension=".txt",
    )
    water = Water(["H", "H", "O"])
    assert serializers.serializer_of(water).extension == "txt"
    assert there_and_back(water, tmp_path).atoms == ["H", "H", "O"]
    assert there_and_back([water], tmp_path)[0].atoms == ["H", "H", "O"]


OWN_LAYER = """
    import keras

    {registered}
    class Scale(keras.layers.Layer):
        def __init__(self, by=2, **kwargs):
            super().__init__(**kwargs)
            self.by = by

        def call(self, x):
            return x * self.by

        def get_config(self):
            return {{**super().get_config(), "by": self.by}}

    def softer(x):
        return x / 2
"""


@pytest.mark.parametrize("registered", ["", '@keras.saving.register_keras_serializable("theirs")'])
def test_a_model_finds_the_layers_of_the_project_that_made_it(
    registered: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keras

    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setattr(project_modules, "_folders", [])
    # Other tests have modules of that name, too.
    sys.modules.pop("own_layers", None)
    (tmp_path / "broken.py").write_text("this is no Python")
    (tmp_path / "own_layers.py").write_text(textwrap.dedent(OWN_LAYER.format(registered=registered)))
    project_modules.use(tmp_path)
    own = importlib.import_module("own_layers")
    inputs = keras.Input((3,))
    scaled = keras.layers.Activation(own.softer)(own.Scale(by=3)(inputs))
    path = tmp_path / "model.keras"
    serializers.save(keras.Model(inputs, scaled), path)

    # As in another process, which has imported nothing yet.
    del sys.modules["own_layers"]
    keras.saving.get_custom_objects().clear()
    model = serializers.load(path, "keras")
    assert [getattr(layer, "by", None) for layer in model.layers] == [None, 3, None]
    np.testing.assert_array_equal(model.predict(np.ones((1, 3)), verbose=0), np.full((1, 3), 1.5))
    keras.saving.get_custom_objects().clear()
    del sys.modules["own_layers"]
