"""A stock starts at something that is only known from quarter to quarter."""

from qnsim.engine.declare import Stock, auxiliary, flow

capital = Stock("VND", start="capital_start")


@auxiliary("VND")
def capital_start(time):
    """Capital at the start."""
    return 2 * time


@flow("VND / year", out_of="capital")
def wear(capital, wear_rate):
    """Capital worn out."""
    return wear_rate * capital
