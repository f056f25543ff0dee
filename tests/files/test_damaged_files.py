"""Scenario, target and observation files damaged at random: refused where they are wrong, or read as they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import plain_reading as plain
import pytest
from claims import Figure
from damage import CLAIM, HOW, damaged, harmless

from qnsim.errors import QnsimError
from qnsim.facts.case import read_case
from qnsim.facts.observations import parse_observations
from qnsim.facts.shipped import data_folder, scenario_folder
from qnsim.facts.targets import check_targets
from qnsim.files.yaml_source import parse_source
from qnsim.scenarios.scenario import Catalogue, Place, Scenario, read_scenario

SEED = 20221209
ADVICE = re.compile(
    r"expected|write|remove|delete|keep|put|add|replace|close|give|look|See|save|move|change|rename|break|extend|name|mend|choose|needs|takes"
)
SMALL = """\
# A scenario that uses every form.
name: case
title: {vi: Thiếu hụt vốn FDI, en: "FDI drought"}
why: >
  Licences in the region fall.
as_of: 2022-12-09
horizon: {end: 2026Q4}
levers:
  public_investment_disbursement_rate: 85 %
  planning_share: {value: 0.5, source: 'decree 80'}
  tourism_policy: {lognormal: [3, 0.2], unit: pp / year}
conditions:
  fdi_registered:
    unit: billion USD
    2023: {triangular: [0.2, 0.5, 0.9], unit: billion USD}
    2024Q1: {value: '800', unit: million USD / year, source: judgement}
    2024Q2: 0.2 billion USD / quarter
    2025: 1.5
  coal_capacity: {truncated normal: [40, 2, 30, 50]}
shocks:
  major_storm: {2024Q3: 1}
judgements:
  - {variable: value_added_mining, when: 2023Q3, add: -2 %, reason: pit closures, author: planning office}
  - variable: value_added_mining
    when: 2024
    add: 500 billion VND_2022
    reason: new seam
"""
SHIPPED = sorted(scenario_folder().glob("*.yaml"))
TARGETS = data_folder() / "targets" / "resolution-2023.yaml"
OBSERVATIONS = sorted((data_folder() / "observations").glob("*.csv"))

NOWHERE = Place("", 0, 0)

Check = Callable[[bytes], bool]


def units(catalogue: Catalogue) -> Mapping[str, str]:
    return {**catalogue.adjustable, **{entry.name: entry.unit for entry in catalogue.entries.values()}}


def is_refused(fault: QnsimError, file: str, content: bytes) -> bool:
    """Always true, once every line of the message has been found to name a place in the file and something to do."""
    last = content.count(b"\n") + content.count(b"\r") + 1
    lines = str(fault).splitlines()
    assert lines and "Traceback" not in str(fault)
    for line in lines:
        found = re.match(rf"{re.escape(file)}:(\d+):(\d+): .", line)
        assert found and 1 <= int(found[1]) <= last and int(found[2]) >= 1, line
        assert ADVICE.search(line), line
        line.encode()
    return True


def scenario_check(file: Path, catalogue: Catalogue) -> Check:
    """Reads a damaged scenario in the place of `file` and tells whether it was refused."""
    units_of = units(catalogue)

    def check(content: bytes) -> bool:
        file.write_bytes(content)
        try:
            scenario = read_scenario(file, catalogue, scenario_folder())
        except QnsimError as fault:
            return is_refused(fault, str(file), content)
        said = plain.scenario_says(content, units_of)
        read = plain.scenario_read(scenario, str(file), plain.tree(content))
        assert plain.alike(said, read), f"\n{said}\n{read}"
        return False

    return check


def check_targets_file(content: bytes) -> bool:
    """Reads a damaged file of targets and tells whether it was refused."""
    try:
        targets = check_targets(parse_source("targets.yaml", content))
    except QnsimError as fault:
        return is_refused(fault, "targets.yaml", content)
    said, read = plain.targets_say(content), plain.targets_read(targets)
    assert plain.alike(said, read), f"\n{said}\n{read}"
    return False


def check_observations(content: bytes) -> bool:
    """Reads a damaged table of observations and tells whether it was refused."""
    try:
        table = parse_observations("record.csv", content, 2022)
    except QnsimError as fault:
        return is_refused(fault, "record.csv", content)
    said, read = plain.observations_say(content), plain.observations_read(table)
    assert plain.alike(said, read), f"\n{said}\n{read}"
    return False


def count_refused(check: Check, text: str, cases: int, name: str) -> int:
    """How many of the damaged copies of a text are refused; a failure names the seed of its case."""
    refused = 0
    for case in range(cases):
        seed = f"{SEED} {name} {case}"
        content = damaged(seed, text)
        try:
            refused += check(content)
        except Exception as error:
            error.add_note(f"seed: {seed!r}\nfile: {content[:3000]!r}")
            raise
    return refused


def excerpt(file: Path, starts: str, count: int) -> str:
    """The beginning of a file up to the `count`-th line that begins with a text."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    places = [place for place, line in enumerate(lines) if line.startswith(starts)]
    return "".join(lines[: places[count]])


def meaning(scenario: Scenario) -> list[object]:
    """Everything in a scenario but its text and the places in it."""
    own = replace(scenario, text="", history={}, settings={}, judgements=())
    settings = [replace(each, place=NOWHERE) for many in scenario.history.values() for each in many]
    return [own, scenario.digest, settings, [replace(each, place=NOWHERE) for each in scenario.judgements]]


@pytest.mark.slow
@pytest.mark.claim(CLAIM, how=HOW)
def test_a_damaged_scenario_is_refused_with_its_place_or_read_as_it_stands(
    tmp_path: Path, catalogue: Catalogue, figure: Figure
) -> None:
    cases = 3000
    check = scenario_check(tmp_path / "case.yaml", catalogue)
    assert not check(SMALL.encode())
    refused = count_refused(check, SMALL, cases, "small")
    figure("damaged scenarios", cases)
    assert cases / 2 < refused < cases


@pytest.mark.slow
@pytest.mark.claim(CLAIM, how=HOW)
def test_a_damaged_copy_of_a_shipped_scenario_is_refused_with_its_place_or_read_as_it_stands(
    tmp_path: Path, figure: Figure
) -> None:
    cases = 80
    for file in SHIPPED:
        (tmp_path / file.stem).mkdir()
        check = scenario_check(tmp_path / file.stem / file.name, read_case().catalogue)
        text = file.read_text(encoding="utf-8")
        assert not check(text.encode())
        assert 0 < count_refused(check, text, cases, file.stem) < cases
    figure("damaged copies of shipped scenarios", cases * len(SHIPPED))


@pytest.mark.slow
@pytest.mark.claim(CLAIM, how=HOW)
def test_a_damaged_file_of_targets_is_refused_with_its_place_or_read_as_it_stands(figure: Figure) -> None:
    cases = 2000
    text = excerpt(TARGETS, "  - id:", 3)
    assert not check_targets_file(text.encode())
    assert cases / 4 < count_refused(check_targets_file, text, cases, "targets") < cases
    figure("damaged target files", cases)


@pytest.mark.slow
@pytest.mark.claim(CLAIM, how=HOW)
def test_a_damaged_table_of_observations_is_refused_with_its_place_or_read_as_it_stands(figure: Figure) -> None:
    cases = 2000
    for file in OBSERVATIONS:
        text = excerpt(file, "", 12)
        assert not check_observations(text.encode())
        assert cases / 4 < count_refused(check_observations, text, cases, file.stem) < cases
    figure("damaged observation files", cases * len(OBSERVATIONS))


@pytest.mark.claim(CLAIM, how=HOW)
@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_comments_line_ends_and_separate_accents_change_nothing_in_a_scenario(tmp_path: Path, file: Path) -> None:
    copy = tmp_path / file.name
    copy.write_bytes(file.read_bytes())
    plainly = meaning(read_scenario(copy, read_case().catalogue, scenario_folder()))
    for case in range(10):
        copy.write_bytes(harmless(f"{SEED} {file.stem} {case}", file.read_text(encoding="utf-8"), comments=True))
        assert meaning(read_scenario(copy, read_case().catalogue, scenario_folder())) == plainly, case


@pytest.mark.claim(CLAIM, how=HOW)
def test_comments_line_ends_and_separate_accents_change_nothing_in_targets() -> None:
    text = TARGETS.read_text(encoding="utf-8")
    plainly = check_targets(parse_source("targets.yaml", text.encode()))
    for case in range(10):
        content = harmless(f"{SEED} targets {case}", text, comments=True)
        assert check_targets(parse_source("targets.yaml", content)) == plainly, case


@pytest.mark.claim(CLAIM, how=HOW)
@pytest.mark.parametrize("file", OBSERVATIONS, ids=lambda file: file.stem)
def test_line_ends_and_separate_accents_change_nothing_in_observations(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    plainly = parse_observations("record.csv", text.encode(), 2022).drop(columns="line")
    for case in range(10):
        content = harmless(f"{SEED} {file.stem} {case}", text, comments=False)
        assert parse_observations("record.csv", content, 2022).drop(columns="line").equals(plainly), case
