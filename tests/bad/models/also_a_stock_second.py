"""An equation with the name of a stock of `also_a_stock_first`."""

from qnsim.engine.declare import auxiliary


@auxiliary("VND")
def capital(wear_rate):
    """Capital."""
    return 2 * wear_rate
