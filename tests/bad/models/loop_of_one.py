"""A variable that reads itself."""

from qnsim.engine.declare import auxiliary


@auxiliary("1")
def prices(prices):
    """Prices."""
    return 2 * prices
