"""A stock; `also_a_stock_second` has an equation of the same name."""

from qnsim.engine.declare import Stock

capital = Stock("VND")
