"""Measures: every number a run reports, declared once, in the units and definitions people know.

Summary, scorecard, targets and reality checks read them here; what a run keeps follows from those it is asked for.
"""

from __future__ import annotations

from qnsim.analysis.measures.measure import Key, Measure
from qnsim.analysis.measures.money import BUDGET, INVESTMENT
from qnsim.analysis.measures.people import FIRMS, LABOUR, TOURISM
from qnsim.analysis.measures.production import PRODUCTION

MEASURES: tuple[Measure, ...] = (*PRODUCTION, *INVESTMENT, *BUDGET, *FIRMS, *LABOUR, *TOURISM)
BY_KEY: dict[Key, Measure] = {measure.key: measure for measure in MEASURES}
