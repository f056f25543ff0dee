"""A stock with the name of a parameter."""

from qnsim.engine.declare import Stock

wear_rate = Stock("VND")
