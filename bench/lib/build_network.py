"""Builds the network that a generated module defines, several times, and prints the milliseconds of each."""

import json
import runpy
import sys
import time

import keras

file, runs = sys.argv[1], int(sys.argv[2])
build_model = runpy.run_path(file)["build_model"]
times = []
for _ in range(runs):
    keras.utils.clear_session()
    start = time.perf_counter()
    build_model()
    times.append((time.perf_counter() - start) * 1000)
print(json.dumps(times))
