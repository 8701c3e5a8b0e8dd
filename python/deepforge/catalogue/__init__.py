"""What the installed Keras offers, as data.

`python -m deepforge.catalogue` prints the catalogue that the designer, the
checker and the code generator are driven by. Nothing in it is written by hand.
"""
