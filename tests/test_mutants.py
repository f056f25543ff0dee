"""The test of the tests: each deliberately broken copy of the program is caught by the test that is there for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[1]
BESIDE = ("data", "scenarios", "tests", "pyproject.toml")


@dataclass(frozen=True)
class Mutant:
    """A fault put into one file of `src/qnsim`, and the test that must see it."""

    fault: str
    file: str
    right: str
    wrong: str
    caught_by: str


MUTANTS = (
    Mutant(
        "a lost parenthesis in an equation",
        "economy/accounts.py",
        "value_added_manufacturing_base * (1 - manufacturing_modern_share)",
        "value_added_manufacturing_base * 1 - manufacturing_modern_share",
        "economy/test_accounts.py::test_manufacturing_is_modern_or_local",
    ),
    Mutant(
        "a lost parenthesis that leaves other units",
        "economy/labour.py",
        "(labour_force * (1 - unemployment_floor) - employed_persons) / hiring_time",
        "labour_force * (1 - unemployment_floor) - employed_persons / hiring_time",
        "analysis/test_equation_units.py::test_every_equation_has_the_unit_and_the_size_it_declares",
    ),
    Mutant(
        "a wrong unit",
        "economy/foreign_investment.py",
        '@flow("million USD / year", out_of="fdi_backlog_3")\ndef fdi_stage_outflow_3',
        '@flow("million USD", out_of="fdi_backlog_3")\ndef fdi_stage_outflow_3',
        "analysis/test_equation_units.py::test_every_equation_has_the_unit_and_the_size_it_declares",
    ),
    Mutant(
        "a swapped stock",
        "economy/firms.py",
        'out_of="firms_young", into="firms_mature"',
        'out_of="firms_mature", into="firms_young"',
        "economy/test_conservation.py::test_the_notes_of_the_flows_say_what_the_independent_list_says",
    ),
    Mutant(
        "a flow that does not leave the stock it comes from",
        "engine/program.py",
        " + ([Change(self.named(note.out_of), amount, inflow=False)] if note.out_of else [])",
        "",
        "engine/test_simulate.py::test_a_transfer_takes_from_one_stock_what_it_gives_the_other",
    ),
    Mutant(
        "an engine that forgets the length of the step",
        "engine/program.py",
        'amount = self.add(Operation("*", (self.named("step"), self.places[flow])))',
        "amount = self.places[flow]",
        "engine/test_oracle.py::test_the_central_run_of_the_economy_is_the_oracles",
    ),
    Mutant(
        "shared state: a stock is changed in place, and with it the inputs of the next run",
        "engine/statements.py",
        "np.array(np.broadcast_to(value, draws), dtype=float) if drawn else value",
        "(value if np.ndim(value) else np.full(draws, float(value))) if drawn else value",
        "test_isolation.py::test_the_engine_writes_to_nothing_it_is_given",
    ),
    Mutant(
        "shared state: settings of one scenario stick to the next",
        "chance/streams.py",
        "self._once(name, distribution, lambda",
        'self._once(name, "drawn", lambda',
        "test_isolation.py::test_a_scenario_draws_the_same_numbers_alone_and_after_others",
    ),
    Mutant(
        "a biased sampler: draws at the lower edge of their stratum",
        "chance/designs.py",
        "stratified(each.size, self.seed, (each.number, *map(int, words)))",
        "stratified(each.size, self.seed, (each.number, *map(int, words))) ** 1.02",
        "chance/test_draws.py::test_every_parameter_follows_its_distribution",
    ),
    Mutant(
        "a sampler that joins what should be independent",
        "chance/designs.py",
        "(each.number, *map(int, words))",
        "(each.number, *map(int, words[:0]))",
        "chance/test_draws.py::test_pairs_that_are_not_listed_are_independent",
    ),
    Mutant(
        "a word that means something else in the oracle",
        "engine/words.py",
        '_say("maximum", np.maximum, max, first, second)',
        '_say("maximum", np.maximum, min, first, second)',
        "engine/test_oracle.py::test_the_central_run_of_the_economy_is_the_oracles",
    ),
)


@pytest.mark.claim(
    "The tests themselves see a broken model",
    how="Copies of the program with one fault each (a lost parenthesis, a wrong unit, a swapped stock, shared state, a "
    "biased sampler …) are put to the test that is there for it, which must fail.",
)
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.fault)
def test_a_broken_copy_is_caught(mutant: Mutant, tmp_path: Path) -> None:
    broken = broken_copy(mutant, tmp_path)
    test = f"tests/{mutant.caught_by}"
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", test]
    environment = {**os.environ, "PYTHONPATH": str(broken / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(command, cwd=broken, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert f"FAILED {test}" in ran.stdout, ran.stdout[-2000:] + ran.stderr[-2000:]


def broken_copy(mutant: Mutant, folder: Path) -> Path:
    """A copy of the program with the fault in it; data and tests are the real ones."""
    shutil.copytree(REPOSITORY / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in BESIDE:
        (folder / name).symlink_to(REPOSITORY / name)
    file = folder / "src" / "qnsim" / mutant.file
    text = file.read_text(encoding="utf-8")
    assert text.count(mutant.right) == 1, f"{mutant.file} no longer holds what this mutant breaks"
    file.write_text(text.replace(mutant.right, mutant.wrong), encoding="utf-8")
    return folder
