"""How values become files between operations, and values again.

A format belongs to the data: arrays are ``npy`` (mapped into memory when loaded), Keras models
``keras``, plain values ``json``, structures of these ``bundle``, data frames ``parquet``. Values of
other types are pickled as a last resort, which only outputs of our own jobs are read from. For a
type of your own, say how, in a module that the operations import::

    from deepforge import serializers

    serializers.register(Molecule, format="xyz", save=write_xyz, load=read_xyz, extension="xyz")

where ``write_xyz(molecule, path)`` writes the file and ``read_xyz(path)`` returns the molecule.
"""

from deepforge.serializers.registry import (
    Serializer,
    UnreadableInput,
    UnsavableOutput,
    load,
    register,
    save,
    serializer_of,
    type_name,
)

__all__ = [
    "Serializer",
    "UnreadableInput",
    "UnsavableOutput",
    "load",
    "register",
    "save",
    "serializer_of",
    "type_name",
]
