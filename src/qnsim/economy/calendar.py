"""The calendar: the steps that end a quarter and a year, where memory of them is renewed."""

from qnsim.engine.declare import auxiliary
from qnsim.engine.words import floor, where


@auxiliary("1")
def year_end(time, step, accounting_year):
    """1 in the last step of a calendar year, else 0."""
    return floor((time + step) / accounting_year) - floor(time / accounting_year)


@auxiliary("1")
def quarter_end(time, step, quarter_length):
    """1 in the last step of a quarter, else 0; at a step of a quarter always 1."""
    return floor((time + step) / quarter_length) - floor(time / quarter_length)


@auxiliary("year")
def years_since_base(time, step, base_time):
    """Time from the middle of the base year to the middle of this step."""
    return time + step / 2 - base_time


@auxiliary("year")
def head_start(accounting_year, step):
    """Time from the middle of the base year to the middle of the first step.

    A base value is the average of a whole year, so the first quarter already lies this far beyond it. Counting half a
    year only (as a start at the end of December would) makes first-year growth depend on the length of the step.
    """
    return (accounting_year + step) / 2


@auxiliary("1")
def first_year(time, step, base_time, accounting_year):
    """1 in the year after the base year, of which forecasts were known at the start, else 0."""
    return where(time + step / 2 - base_time < accounting_year + accounting_year / 2, 1, 0)
