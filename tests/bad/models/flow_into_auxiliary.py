"""A flow enters something that is not a stock."""

from qnsim.engine.declare import Stock, auxiliary, flow

capital = Stock("VND")


@auxiliary("VND")
def capitals(capital):
    """All capital."""
    return 2 * capital


@flow("VND / year", into="capitals")
def investment(wear_rate):
    """Investment."""
    return 2 * wear_rate
