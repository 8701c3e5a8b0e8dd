"""Fit a network to labelled examples."""

import keras
from matplotlib import pyplot as plt


class Train:
    """Fits a network with Adam, keeping a tenth of the examples aside to watch over it.

    Args:
        model: the network, which ends in one probability for each class.
        learning_rate: the step size of the optimizer.
        batch_size: examples per step.
        epochs: how many times all examples are seen.
    """

    def __init__(self, model: keras.Model, learning_rate=0.001, batch_size=32, epochs=10):
        self.model = model
        self.learning_rate = learning_rate
        self.batch_size = batch_size
        self.epochs = epochs

    def execute(self, training_set):
        images, labels = training_set
        self.model.compile(
            optimizer=keras.optimizers.Adam(self.learning_rate),
            loss="sparse_categorical_crossentropy",
            metrics=["accuracy"],
        )
        self.model.fit(
            images,
            labels,
            batch_size=self.batch_size,
            epochs=self.epochs,
            validation_split=0.1,
            callbacks=[LearningCurves()],
        )
        return self.model


class LearningCurves(keras.callbacks.Callback):
    """Draws accuracy over the epochs, again after each of them."""

    def on_train_begin(self, logs=None):
        self.accuracy = {"training": [], "validation": []}

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        self.accuracy["training"].append(logs.get("accuracy"))
        self.accuracy["validation"].append(logs.get("val_accuracy"))
        plt.figure("Learning curves").clear()
        for name, values in self.accuracy.items():
            plt.plot(range(1, len(values) + 1), values, marker="o", label=name)
        plt.xlabel("epoch")
        plt.ylabel("accuracy")
        plt.legend()
        plt.draw()
