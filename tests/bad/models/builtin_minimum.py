"""An equation with Python's own `min`, which branches."""

from qnsim.engine.declare import auxiliary


@auxiliary("1")
def shortage(wear_rate):
    """What is short."""
    return min(wear_rate, 1)
