"""Wages follow prices and prices follow wages within one quarter."""

from qnsim.engine.declare import auxiliary


@auxiliary("1")
def wages(prices, wear_rate):
    """Wages."""
    return prices * wear_rate


@auxiliary("1")
def prices(wages):
    """Prices."""
    return 2 * wages
