"""What Keras answers about a layer and a network."""

from __future__ import annotations

import pytest

from deepforge.check.answer import answer


def tensor(*shape: int | None) -> dict:
    return {"shape": list(shape), "dtype": "float32"}


def test_a_layer_is_answered_with_outputs_and_parameters():
    question = {"layer": "Dense", "args": {"units": 4}, "inputs": {"inputs": [tensor(None, 3)]}}
    assert answer(question) == {"outputs": [tensor(None, 4)], "params": 16, "trainable": 16}


def test_a_refused_layer_is_answered_with_the_words_of_keras():
    question = {"layer": "Dense", "args": {"units": -1}, "inputs": {"inputs": [tensor(None, 3)]}}
    assert "units" in answer(question)["error"]


def test_a_huge_layer_costs_nothing():
    question = {"layer": "Dense", "args": {"units": 10**6}, "inputs": {"inputs": [tensor(None, 10**6)]}}
    assert answer(question)["params"] == 10**12 + 10**6


def test_an_initializer_still_refuses_what_it_cannot_fill():
    args = {"units": 4, "bias_initializer": {"function": "Orthogonal", "args": {}}}
    question = {"layer": "Dense", "args": args, "inputs": {"inputs": [tensor(None, 3)]}}
    assert "two-dimensional" in answer(question)["error"]


def test_tracing_finds_what_a_symbolic_build_does_not_look_at():
    inputs = {"inputs": [tensor(None, 7, 3), tensor(None, 7, 4)]}
    found = answer({"layer": "Attention", "args": {}, "inputs": inputs, "trace": True})
    assert found["outputs"] == [tensor(None, 7, 4)]
    assert "contracting" in found["trace"]


@pytest.mark.parametrize("shared", [True, False])
def test_a_layer_called_twice_is_counted_once(shared):
    def dense(name: str, source: str) -> dict:
        return {
            "id": name,
            "name": name,
            "type": "Dense",
            "args": {"units": 3},
            "inputs": [{"layer": source, "output": 0, "port": "inputs"}],
        }

    start = {"id": "in", "name": "in", "type": "InputLayer", "args": {"shape": [3]}, "inputs": []}
    second = {**dense("b", "a"), **({"shares": "a"} if shared else {})}
    assert answer({"network": [start, dense("a", "in"), second]})["params"] == (12 if shared else 24)
