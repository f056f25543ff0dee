"""An equation with a function of math."""

import math

from qnsim.engine.declare import auxiliary


@auxiliary("1")
def shortage(wear_rate):
    """What is short."""
    return math.exp(wear_rate)
