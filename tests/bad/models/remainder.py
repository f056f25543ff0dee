"""An equation with an operation that formulas do not have."""

from qnsim.engine.declare import auxiliary


@auxiliary("1")
def shortage(wear_rate):
    """What is short."""
    return wear_rate % 1
