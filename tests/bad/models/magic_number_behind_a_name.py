"""An equation with a number of its own, kept elsewhere."""

from qnsim.engine.declare import auxiliary

SHARE = 0.85


@auxiliary("1")
def shortage(wear_rate):
    """What is short."""
    return SHARE * wear_rate
