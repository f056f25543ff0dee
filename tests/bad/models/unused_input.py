"""An equation that names an input it does not use."""

from qnsim.engine.declare import auxiliary


@auxiliary("1")
def shortage(wear_rate, time):
    """What is short."""
    return 2 * time
