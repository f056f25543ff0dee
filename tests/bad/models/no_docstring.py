"""An equation that does not say what it is."""

from qnsim.engine.declare import auxiliary


@auxiliary("1")
def shortage(wear_rate):
    return 2 * wear_rate
