"""An equation with a number of its own."""

from qnsim.engine.declare import auxiliary


@auxiliary("1")
def shortage(wear_rate):
    """What is short."""
    return 0.85 * wear_rate
