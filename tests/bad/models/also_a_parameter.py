"""An equation with the name of a parameter."""

from qnsim.engine.declare import auxiliary


@auxiliary("1")
def wear_rate(time):
    """Wear."""
    return 2 * time
