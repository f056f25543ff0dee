"""Quantities as people write them: numbers, units, periods, distributions, and the forms that check them."""
