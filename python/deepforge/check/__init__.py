"""Asks Keras itself what it makes of a layer or a network, without running it.

`python -m deepforge.check --serve` answers questions, one JSON value a line.
"""
