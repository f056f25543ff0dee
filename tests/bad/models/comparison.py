"""An equation that is a comparison."""

from qnsim.engine.declare import auxiliary


@auxiliary("1")
def shortage(wear_rate):
    """What is short."""
    return wear_rate > 0
