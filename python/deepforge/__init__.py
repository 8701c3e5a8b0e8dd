"""DeepForge, as the author of an operation sees it.

An operation is a class. Its constructor takes the attributes and references of the
operation, its method ``execute`` takes the inputs and returns the outputs::

    class Train:
        def __init__(self, model: keras.Model, epochs: int = 10):
            self.model = model
            self.epochs = epochs

        def execute(self, x, y):
            self.model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
            self.model.fit(x, y, epochs=self.epochs)
            return self.model

Printing, drawing with matplotlib and training with Keras are recorded without extra calls.
For everything else there are

- ``deepforge.log({"loss": 0.5}, step=3)``: numbers to draw as curves,
- ``deepforge.progress(3, total=10)``: how far the operation is,
- ``deepforge.serializers.register(...)``: how values of a type of your own become files.

Outside a job ``log`` and ``progress`` do nothing, so an operation also runs as a plain script.
"""

from deepforge import serializers
from deepforge.recording import log, progress

__all__ = ["__version__", "log", "progress", "serializers"]

__version__ = "0.1.0"
