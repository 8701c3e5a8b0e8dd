"""Load the CIFAR-10 images: 60,000 small colour photographs in ten classes."""

import pickle
import tarfile
from pathlib import Path

import keras
import numpy as np

ARCHIVE = "cifar-10-python.tar.gz"
PAGE = "https://www.cs.toronto.edu/~kriz/cifar.html"


class GetCifar10Data:
    """50,000 training and 10,000 test images of 32 by 32 pixels, with values from 0 to 1.

    Args:
        folder: a folder that holds cifar-10-python.tar.gz; when empty, Keras fetches the data.
    """

    def __init__(self, folder=""):
        self.folder = folder

    def execute(self):
        training, testing = read_archive(Path(self.folder)) if self.folder else fetch()
        print(f"{len(training[0])} training and {len(testing[0])} test images")
        return scaled(*training), scaled(*testing)


def fetch():
    try:
        return keras.datasets.cifar10.load_data()
    except Exception as error:
        raise RuntimeError(
            f"CIFAR-10 could not be fetched ({error}). Download {ARCHIVE} from {PAGE} "
            "on a machine with internet access and give its folder as the attribute `folder`."
        ) from error


def scaled(images, labels):
    return images.astype(np.float32) / 255, np.asarray(labels).reshape(-1).astype(np.int64)


def read_archive(folder):
    path = folder.expanduser() / ARCHIVE
    if not path.is_file():
        raise FileNotFoundError(f"Expected {ARCHIVE} in the folder {folder}. Received: no such file.")
    with tarfile.open(path) as archive:
        batches = {
            Path(member.name).name: read_batch(archive.extractfile(member))
            for member in archive.getmembers()
            if member.isfile() and "_batch" in Path(member.name).name
        }
    training = [batches[name] for name in sorted(batches) if name.startswith("data_batch")]
    if not training or "test_batch" not in batches:
        raise ValueError(f"Expected data_batch_* and test_batch in {path}. Received: {sorted(batches)}")
    images, labels = zip(*training, strict=True)
    return (np.concatenate(images), np.concatenate(labels)), batches["test_batch"]


def read_batch(file):
    batch = ArrayUnpickler(file, encoding="bytes").load()
    images = np.asarray(batch[b"data"]).reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    return images, np.asarray(batch[b"labels"])


class ArrayUnpickler(pickle.Unpickler):
    """The archive holds pickles; nothing but plain values and NumPy arrays is read from them."""

    ALLOWED = {"_reconstruct", "ndarray", "dtype", "_frombuffer", "scalar"}

    def find_class(self, module, name):
        if module.split(".")[0] == "numpy" and name in self.ALLOWED:
            return super().find_class(module, name)
        if (module, name) == ("_codecs", "encode"):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"Expected arrays only. Received: {module}.{name}")
