"""An equation that loops over a variable."""

from qnsim.engine.declare import auxiliary


@auxiliary("1")
def shortage(wear_rate):
    """What is short."""
    return sum(wear_rate)
