"""The committed catalogue is what the installed Keras says."""

from __future__ import annotations

import json
from pathlib import Path

import keras
import pytest

from deepforge.catalogue.argument_types import argument_type
from deepforge.catalogue.describe import catalogue, documentation
from deepforge.catalogue.docstrings import argument_docs, summary
from deepforge.catalogue.layout import entry_per_line

COMMITTED = Path(__file__).parents[3] / "meta" / "catalogue"


@pytest.mark.parametrize(
    ("file", "generate"), [("keras.json", catalogue), ("keras.docs.json", documentation)]
)
def test_the_committed_file_is_up_to_date(file, generate):
    assert (COMMITTED / file).read_text(encoding="utf-8") == entry_per_line(generate())


def test_every_public_layer_is_described_under_all_its_names():
    layers = catalogue()["layers"]
    described = {name for layer in layers for name in [layer["name"], *layer["aliases"]]}
    exported = {
        name
        for name, value in vars(keras.layers).items()
        if isinstance(value, type) and issubclass(value, keras.layers.Layer)
    }
    assert described == exported


def test_arguments_keep_their_order_and_defaults():
    dense = next(layer for layer in catalogue()["layers"] if layer["name"] == "Dense")
    assert [argument["name"] for argument in dense["arguments"]][:3] == ["units", "activation", "use_bias"]
    assert dense["arguments"][0] == {"name": "units", "type": {"kind": "integer"}, "required": True}


def test_one_layer_is_one_line():
    text = entry_per_line({"keras": "1", "layers": [{"name": "A"}, {"name": "B"}]})
    assert text == '{\n"keras": "1",\n"layers": [\n{"name":"A"},\n{"name":"B"}\n]\n}\n'
    assert json.loads(text)["layers"][1] == {"name": "B"}


@pytest.mark.parametrize(
    ("name", "default", "doc", "kind"),
    [
        ("bias_initializer", "zeros", "", {"kind": "function", "role": "initializer"}),
        (
            "padding",
            "valid",
            'string, either `"valid"` or `"same"`',
            {"kind": "enum", "choices": ["valid", "same"]},
        ),
        ("padding", (1, 1), "Int, or tuple of 2 ints", {"kind": "margins", "length": 2}),
        ("pool_size", 2, "", {"kind": "tuple", "item": "integer", "length": 2, "scalar": True}),
        ("rate", None, "Float between 0 and 1.", {"kind": "float"}),
        (
            "axis",
            -1,
            "Integer, tuple of integers, or None.",
            {"kind": "tuple", "item": "integer", "scalar": True},
        ),
        ("mystery", None, "", {"kind": "any"}),
    ],
)
def test_argument_types(name, default, doc, kind):
    assert argument_type(name, default, doc, 2) == kind


def test_wrapped_documentation_becomes_paragraphs():
    def documented():
        """Does it.

        Args:
            a: first
                line.
            b: second.

        Returns:
            c: not an argument.
        """

    assert summary(documented) == "Does it."
    assert argument_docs(documented, ["a", "b", "c"]) == {"a": "first line.", "b": "second."}
