"""What a study is asked by name: a target, a lever, a probability."""

from __future__ import annotations

from collections.abc import Callable

from qnsim.errors import UsageError, nearest
from qnsim.facts.case import Case
from qnsim.facts.levers import Lever
from qnsim.facts.targets import Target, headline_of
from qnsim.language import say
from qnsim.workflow.scenarios import resolution_targets

Progress = Callable[[str, int, int], None]


def silent(stage: str, done: int, total: int) -> None:
    """No progress is shown."""


def target_of(case: Case, wanted: str | None) -> Target:
    """The target of an id; the headline for None. Raises `UsageError` with the nearest id."""
    targets = resolution_targets(case)
    if wanted is None:
        return headline_of(targets)
    known = {target.id: target for target in targets}
    if wanted not in known:
        modelled = ", ".join(target.id for target in targets if target.treatment == "modelled")
        raise UsageError(
            say(
                "--target {wanted}: not the id of a target.{close} In the model: {modelled}",
                wanted=wanted,
                close=nearest(wanted, list(known)),
                modelled=modelled,
            )
        )
    return known[wanted]


def share(written: str) -> float:
    """A probability as people write it, 60% or 0.6. Raises `UsageError` for anything else."""
    text = written.strip()
    try:
        value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        value = float("nan")
    if not 0 < value < 1:
        raise UsageError(
            say(
                "--probability {written}: expected more than 0% and less than 100%, such as 60% or 0.6", written=written
            )
        )
    return value


def lever_of(case: Case, wanted: str) -> Lever:
    """A lever by its name or label. Raises `UsageError` with the nearest."""
    name, _ = case.name_of(wanted)
    if name not in case.levers:
        close = nearest(wanted, list(case.levers))
        raise UsageError(say("--lever {wanted}: not a lever.{close} See: qnsim levers", wanted=wanted, close=close))
    return case.levers[name]
