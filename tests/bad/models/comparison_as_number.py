"""An equation that adds a comparison as if it were a number."""

from qnsim.engine.declare import auxiliary


@auxiliary("1")
def shortage(wear_rate):
    """What is short."""
    return 2 * wear_rate + (wear_rate > 0)
