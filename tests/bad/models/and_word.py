"""An equation with `and`."""

from qnsim.engine.declare import auxiliary
from qnsim.engine.words import where


@auxiliary("1")
def shortage(wear_rate):
    """What is short."""
    return where(wear_rate > 0 and wear_rate < 1, wear_rate, 0)
