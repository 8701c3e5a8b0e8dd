"""What is read of model files: one text, and nothing that is not text."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import zipfile
from pathlib import Path

import h5py
import numpy as np
import pytest

from deepforge.convert import configuration as subject
from deepforge.convert.configuration import NoModelError, configuration

LENET = json.dumps({"class_name": "Sequential", "config": {"name": "lenet", "layers": []}})


@pytest.fixture(autouse=True)
def leave_memory_alone(monkeypatch: pytest.MonkeyPatch):
    """The limit is for a process of its own, and these tests go on."""
    monkeypatch.setattr(subject, "_limit_memory", lambda: None)


def hdf5(folder: Path, **attributes: object) -> str:
    file = folder / "model.h5"
    with h5py.File(file, "w") as content:
        for name, value in attributes.items():
            content.attrs[name] = value
    return str(file)


@pytest.mark.parametrize("text", [LENET, LENET.encode()])
def test_a_legacy_file_gives_the_text_of_its_model_config(tmp_path: Path, text: str | bytes):
    file = hdf5(tmp_path, keras_version="2.4.0", backend="tensorflow", model_config=text)
    assert configuration(file) == LENET


def test_a_configuration_longer_than_an_attribute_may_be_is_read_whole(tmp_path: Path):
    text = json.dumps({"class_name": "Sequential", "config": ["layer"] * 100_000})
    assert configuration(hdf5(tmp_path, model_config=text.encode())) == text


def test_an_archive_gives_its_config_json(tmp_path: Path):
    file = tmp_path / "model.keras"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("config.json", LENET)
    assert configuration(str(file)) == LENET


class Exploding:
    def __reduce__(self):
        return (print, ("executed",))


@pytest.mark.parametrize(
    "value",
    [np.void(pickle.dumps(Exploding())), np.arange(4), 3.5, h5py.Empty("f"), b"\xff\xfe"],
    ids=["a pickle", "numbers", "a number", "nothing", "bytes that are no text"],
)
def test_what_is_not_text_is_refused_and_not_deserialised(tmp_path: Path, value: object, capfd):
    with pytest.raises(NoModelError, match="its model_config is not a text"):
        configuration(hdf5(tmp_path, model_config=value))
    assert "executed" not in capfd.readouterr().out


def test_weights_alone_are_no_model(tmp_path: Path):
    with pytest.raises(NoModelError, match="weights only"):
        configuration(hdf5(tmp_path, layer_names=[b"dense"]))


def test_another_hdf5_file_is_no_model(tmp_path: Path):
    with pytest.raises(NoModelError, match="no model of Keras"):
        configuration(hdf5(tmp_path, title="measurements"))


@pytest.mark.parametrize("size", [9, 100, 1000])
def test_a_file_that_was_cut_off_is_damaged(tmp_path: Path, size: int):
    whole = Path(hdf5(tmp_path, model_config=LENET)).read_bytes()
    cut = tmp_path / "cut.h5"
    cut.write_bytes(whole[:size])
    with pytest.raises(NoModelError, match="damaged or incomplete"):
        configuration(str(cut))


def test_a_bomb_is_not_inflated_beyond_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(subject, "LARGEST", 1000)
    file = tmp_path / "bomb.keras"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("config.json", " " * 10_000_000)
    with pytest.raises(NoModelError, match="too large"):
        configuration(str(file))


def test_the_command_imports_neither_keras_nor_anything_that_the_file_names(tmp_path: Path):
    file = hdf5(tmp_path, model_config=json.dumps({"class_name": "Net", "module": "antigravity"}))
    code = (
        "import sys; sys.argv = ['convert', 'config', sys.argv[1]]\n"
        "from deepforge.convert.__main__ import main\n"
        "main(); print([name for name in ('keras', 'jax', 'pickle5', 'antigravity') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, file], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")


def test_the_command_says_in_a_sentence_why_there_is_no_model(tmp_path: Path):
    file = hdf5(tmp_path, title="measurements")
    command = [sys.executable, "-m", "deepforge.convert", "config", file]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "cannot read: it is no model of Keras: it has no model_config\n"
