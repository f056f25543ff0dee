"""An equation with a function of NumPy."""

import numpy as np

from qnsim.engine.declare import auxiliary


@auxiliary("1")
def shortage(wear_rate):
    """What is short."""
    return np.maximum(wear_rate, 0)
