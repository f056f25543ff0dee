"""An equation with the name of the clock."""

from qnsim.engine.declare import auxiliary


@auxiliary("1")
def time(wear_rate):
    """Time."""
    return 2 * wear_rate
