"""Measure how well a network does on examples it has not seen."""

import deepforge
import numpy as np
from matplotlib import pyplot as plt


class ScoreModel:
    """Reports accuracy on a test set and draws which classes are taken for which."""

    def execute(self, model, testing_set):
        images, labels = testing_set
        labels = np.asarray(labels).reshape(-1)
        predicted = np.argmax(model.predict(images, verbose=0), axis=-1)
        accuracy = float(np.mean(predicted == labels))
        print(f"Accuracy on {len(labels)} test examples: {accuracy:.2%}")
        deepforge.log({"test_accuracy": accuracy})
        self.draw_confusion(labels, predicted)

    def draw_confusion(self, labels, predicted):
        classes = int(max(labels.max(), predicted.max())) + 1
        confusion = np.zeros((classes, classes), dtype=int)
        np.add.at(confusion, (labels, predicted), 1)
        plt.figure("Confusion matrix")
        plt.imshow(confusion, cmap="Blues")
        plt.xlabel("predicted")
        plt.ylabel("true")
        for row, column in np.ndindex(classes, classes):
            if confusion[row, column]:
                shade = "white" if confusion[row, column] > confusion.max() / 2 else "black"
                plt.text(column, row, confusion[row, column], ha="center", va="center", color=shade)
        plt.show()
