"""An equation reads a name with a letter too many."""

from qnsim.engine.declare import Stock, flow

capital = Stock("VND")


@flow("VND / year", out_of="capital")
def wear(capitals, wear_rate):
    """Capital worn out."""
    return wear_rate * capitals
