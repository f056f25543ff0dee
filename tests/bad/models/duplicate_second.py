"""Defines `output` again."""

from qnsim.engine.declare import auxiliary


@auxiliary("1")
def output(wear_rate):
    """Output again."""
    return wear_rate
