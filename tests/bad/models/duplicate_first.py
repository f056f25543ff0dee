"""Defines `output`, as `duplicate_second` does."""

from qnsim.engine.declare import auxiliary


@auxiliary("1")
def output(wear_rate):
    """Output."""
    return 2 * wear_rate
