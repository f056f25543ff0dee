"""Public-private partnerships: private capital that builds public works beside the public plan.

What is agreed is not built at once: contracts, loans and land come first. It is capital that comes in addition; private
works of now that are built as partnerships are in private investment already.
"""

from qnsim.engine.declare import Stock, auxiliary, flow

partnership_backlog = Stock(
    "trillion VND_base", meaning="Private capital agreed for public works and not yet built with."
)
partnership_work_usual = Stock(
    "trillion VND_base / year", meaning="Public works by private capital that the economy is used to."
)


@flow("trillion VND_base / year", into="partnership_backlog")
def partnership_agreed(partnership_capital):
    """Private capital agreed for public works, in addition to the plan and to private works elsewhere."""
    return partnership_capital


@flow("trillion VND_base / year", out_of="partnership_backlog", into="public_works_in_progress")
def partnership_work_done(partnership_backlog, partnership_preparation_time):
    """Public works built with private capital, after contracts, loans and land. Source: judgement."""
    return partnership_backlog / partnership_preparation_time


@flow("trillion VND_base / year / year", into="partnership_work_usual")
def partnership_work_habit(partnership_work_done, partnership_work_usual, accounting_year):
    """The economy grows used to such works within a year, as it does to public ones. Source: M2."""
    return (partnership_work_done - partnership_work_usual) / accounting_year


@auxiliary("trillion VND_base / year")
def public_works_built(public_work_done, partnership_work_done, repair_public):
    """Public works built, whoever pays, repair included. Source: definition."""
    return public_work_done + partnership_work_done + repair_public


@auxiliary("trillion VND_base / year")
def public_works_usual(public_investment_trend, partnership_work_usual):
    """Public works that the economy is used to, whoever pays. Source: M2."""
    return public_investment_trend + partnership_work_usual
