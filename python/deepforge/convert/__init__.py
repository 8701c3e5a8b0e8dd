"""Reads and writes model files of Keras, executing nothing that is in them.

`python -m deepforge.convert config FILE` prints the configuration in a legacy .h5 or a .keras file;
`python -m deepforge.convert export MODULE OUTPUT` saves what `build_model` of a generated module makes,
untrained, as .keras or as a .json configuration.
"""
