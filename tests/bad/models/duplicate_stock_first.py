"""Declares `capital`, as `duplicate_stock_second` does."""

from qnsim.engine.declare import Stock

capital = Stock("VND")
