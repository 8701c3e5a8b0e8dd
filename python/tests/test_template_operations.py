"""The operations that the project templates begin with."""

import importlib.util
import io
import pickle
import tarfile
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

OPERATIONS = Path(__file__).parents[2] / "seeds" / "operations"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, OPERATIONS / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def cifar() -> ModuleType:
    return load("get_cifar10_data")


def archive(folder: Path, batches: dict[str, object]) -> Path:
    """A CIFAR-10 archive in small: pickled batches under the names that the real one has."""
    with tarfile.open(folder / "cifar-10-python.tar.gz", "w:gz") as tar:
        for name, batch in batches.items():
            content = pickle.dumps(batch, protocol=2)
            member = tarfile.TarInfo(f"cifar-10-batches-py/{name}")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return folder


def batch(images: int, label: int) -> dict[bytes, object]:
    data = np.full((images, 3072), 255, dtype=np.uint8)
    data[:, 1024:2048] = 0
    return {b"data": data, b"labels": [label] * images}


def test_cifar_is_read_from_an_archive_that_a_person_gives(cifar, tmp_path):
    batches = {"data_batch_1": batch(3, 1), "data_batch_2": batch(2, 2), "test_batch": batch(4, 3)}
    operation = cifar.GetCifar10Data(folder=str(archive(tmp_path, batches)))
    (x_train, y_train), (x_test, y_test) = operation.execute()
    assert x_train.shape == (5, 32, 32, 3)
    assert x_test.shape == (4, 32, 32, 3)
    assert x_train.dtype == np.float32
    assert list(x_train[0, 0, 0]) == [1.0, 0.0, 1.0]
    assert list(y_train) == [1, 1, 1, 2, 2]
    assert list(y_test) == [3, 3, 3, 3]


def test_an_archive_with_anything_but_arrays_is_refused(cifar, tmp_path):
    batches = {"data_batch_1": {b"data": Path("x")}, "test_batch": batch(1, 1)}
    with pytest.raises(pickle.UnpicklingError, match="Expected arrays only"):
        cifar.GetCifar10Data(folder=str(archive(tmp_path, batches))).execute()


def test_a_folder_without_the_archive_is_named(cifar, tmp_path):
    with pytest.raises(FileNotFoundError, match=r"Expected cifar-10-python\.tar\.gz in the folder"):
        cifar.GetCifar10Data(folder=str(tmp_path)).execute()


def test_cifar_says_plainly_that_it_cannot_be_fetched(cifar, monkeypatch):
    def offline():
        raise OSError("no route to host")

    monkeypatch.setattr("keras.datasets.cifar10.load_data", offline)
    with pytest.raises(RuntimeError, match=r"could not be fetched \(no route to host\).*`folder`"):
        cifar.GetCifar10Data().execute()


def test_digits_come_in_two_sets_with_every_class_in_both():
    digits = load("get_digits_data")
    (x_train, y_train), (x_test, y_test) = digits.GetDigitsData(test_fraction=0.2).execute()
    assert x_train.shape == (1437, 8, 8, 1)
    assert x_test.shape == (360, 8, 8, 1)
    assert set(y_train) == set(y_test) == set(range(10))
    assert x_train.min() >= 0
    assert x_train.max() <= 1
