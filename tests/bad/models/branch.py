"""An equation with `if`."""

from qnsim.engine.declare import auxiliary


@auxiliary("1")
def shortage(wear_rate):
    """What is short."""
    if wear_rate > 0:
        return wear_rate
    return 0
