"""Writes the configurations of networks into a folder and prints their files by what they are."""

import json
import sys
from pathlib import Path

import keras

folder = Path(sys.argv[1])
small = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(8, 3, activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
models = {
    "5 layers": small,
    "ResNet152": keras.applications.ResNet152(weights=None),
    "EfficientNetV2L": keras.applications.EfficientNetV2L(weights=None),
}
files = {name: str(folder / f"{name}.json") for name in models}
for name, model in models.items():
    Path(files[name]).write_text(model.to_json(), encoding="utf-8")
print(json.dumps(files))
