"""A stock starts at a name nobody defines."""

from qnsim.engine.declare import Stock

capital = Stock("VND", start="wear_rates")
