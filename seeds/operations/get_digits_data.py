"""Load the handwritten digits that come with scikit-learn."""

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split


class GetDigitsData:
    """1,797 grey images of 8 by 8 pixels, split into a training and a test set.

    Args:
        test_fraction: the part of the images kept for the test set.
    """

    def __init__(self, test_fraction=0.2):
        self.test_fraction = test_fraction

    def execute(self):
        digits = load_digits()
        images = (digits.images / 16).astype(np.float32)[..., np.newaxis]
        x_train, x_test, y_train, y_test = train_test_split(
            images,
            digits.target,
            test_size=self.test_fraction,
            stratify=digits.target,
            random_state=0,
        )
        print(f"{len(x_train)} training and {len(x_test)} test images of shape {images.shape[1:]}")
        return (x_train, y_train), (x_test, y_test)
