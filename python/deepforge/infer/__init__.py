"""Asks Keras what the layers of a project's own modules make of their inputs.

`python -m deepforge.infer --serve` answers questions, one JSON value a line.
"""
