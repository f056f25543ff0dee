"""Declares `capital` again."""

from qnsim.engine.declare import Stock

capital = Stock("VND", meaning="Another one.")
