"""One expert judgement: from what the file says to a change of a variable in a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qnsim.errors import Problem, nearest
from qnsim.files.yaml_source import KeyPath, Source
from qnsim.language import join, say
from qnsim.quantities.distributions import fixed
from qnsim.quantities.forms import check_form
from qnsim.quantities.periods import Years, check_period
from qnsim.quantities.written_amounts import Amount, plain_number, shown
from qnsim.quantities.written_units import in_model_unit
from qnsim.scenarios.forms import JudgementForm
from qnsim.scenarios.settings import Judgement, Place

_PERCENT = ("%", "percent")


def read_judgement(source: Source, index: int, adjustable: Mapping[str, str], years: Years) -> Judgement | None:
    """The judgement at one place of the list, or None after its problems have been reported."""
    path: KeyPath = ("judgements", index)
    earlier = len(source.problems)
    form = check_form(JudgementForm, source, path, source.data["judgements"][index])
    if not isinstance(form, JudgementForm):
        return None
    try:
        check_period(form.when, years)
    except ValueError as error:
        source.report((*path, "when"), str(error))
    add = _change(source, path, form, adjustable)
    if len(source.problems) > earlier:
        return None
    relative, place = form.add.unit in _PERCENT, Place(source.file, *source.place(path))
    return Judgement(form.variable, form.when, add, relative, form.reason, form.author or "", place)


def repeated_judgements(judgements: Sequence[Judgement]) -> list[Problem]:
    """Judgements that say what an earlier one says, for the same reason: they would count twice by mistake."""
    problems: list[Problem] = []
    first: dict[tuple[object, ...], Place] = {}
    for judgement in judgements:
        place = judgement.place
        said = (judgement.variable, judgement.when, judgement.add, judgement.relative, judgement.reason)
        earlier = first.setdefault(said, place)
        if earlier != place:
            fault = say(
                "this repeats the judgement of {earlier}; remove one, or give each its own reason", earlier=earlier
            )
            problems.append(Problem(place.file, place.line, place.column, fault))
    return problems


def _change(source: Source, path: KeyPath, form: JudgementForm, adjustable: Mapping[str, str]) -> float:
    """The change as a share or in the variable's unit; 0 after a problem has been reported."""
    if form.variable not in adjustable:
        fault = say("'{variable}' is not a variable a judgement can adjust.", variable=shown(form.variable))
        hint = say("{nearest} See: qnsim explain", nearest=nearest(form.variable, list(adjustable)))
        source.report((*path, "variable"), join("", (fault, hint)))
        return 0.0
    try:
        return _converted(form.add, adjustable[form.variable], by_quarter="Q" in form.when)
    except ValueError as error:
        source.report((*path, "add"), str(error))
        return 0.0


def _converted(add: Amount, unit: str, *, by_quarter: bool) -> float:
    if add.unit is None:
        written, absolute = plain_number(add.number), "percentage_point" if unit == "1" else unit
        raise ValueError(
            say(
                "{written} has no unit; write '{written} %' for a share or '{written} {absolute}'",
                written=written,
                absolute=absolute,
            )
        )
    if add.unit in _PERCENT and add.number < -100:
        raise ValueError(
            say("{number} % takes away more than there is; expected -100 % or above", number=plain_number(add.number))
        )
    wanted = "1" if add.unit in _PERCENT else unit
    return in_model_unit(fixed(add.number), add.unit, wanted, by_quarter=by_quarter).median
