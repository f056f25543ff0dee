"""Scenario files that are right: forms of values, inheritance, digest, search and schema."""

from __future__ import annotations

import datetime
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from qnsim.errors import UsageError
from qnsim.quantities.distributions import Distribution, fixed
from qnsim.scenarios.scenario import Catalogue, Scenario, find_scenarios, read_scenario, scenario_schema

HEAD = "title: {vi: Thiếu hụt vốn FDI, en: FDI drought}\nwhy: a test\n"
RATE = "public_investment_disbursement_rate"


@pytest.fixture
def read(tmp_path: Path, catalogue: Catalogue) -> Any:
    """Write a scenario file and read it."""

    def write_and_read(body: str, name: str = "trial", shipped: Path = tmp_path / "shipped") -> Scenario:
        return read_scenario(write(tmp_path, name, body), catalogue, shipped)

    return write_and_read


def write(folder: Path, name: str, body: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}.yaml"
    file.write_text(f"name: {name}\n{HEAD}{body}", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0.85", fixed(0.85)),
        ("85 %", fixed(0.85)),
        ("57%", fixed(0.57)),
        ("'0.85'", fixed(0.85)),
        ("+0.5", fixed(0.5)),
        ("{value: 85, unit: '%', source: judgement}", fixed(0.85)),
        ("{value: 85 %}", fixed(0.85)),
        ("{fixed: 0.5}", fixed(0.5)),
        ("{fixed: [0.5]}", fixed(0.5)),
        ("{triangular: [70, 80, 90], unit: percent}", Distribution("triangular", (0.7, 0.8, 0.9))),
        ("{uniform: [0.7, 0.9], source: plan}", Distribution("uniform", (0.7, 0.9))),
        ("{normal: [0.8, 0.02]}", Distribution("normal", (0.8, 0.02))),
        ("{lognormal: [80, 0.05], unit: percent}", Distribution("lognormal", (0.8, 0.05))),
        ("{truncated normal: [0.8, 0.1, 0, 1.2]}", Distribution("truncated normal", (0.8, 0.1, 0.0, 1.2))),
        ("{truncated-normal: [0.8, 0.1, 0, 1.2]}", Distribution("truncated normal", (0.8, 0.1, 0.0, 1.2))),
        ("{truncated_normal: [80, 10, 0, 120], unit: '%'}", Distribution("truncated normal", (0.8, 0.1, 0.0, 1.2))),
    ],
)
def test_a_value_has_many_forms(read: Any, written: str, expected: Distribution) -> None:
    setting = read(f"levers:\n  {RATE}: {written}\n").settings[RATE]
    assert setting.values == ((None, expected),)


def test_a_path_is_sorted_and_its_unit_is_the_default_of_its_numbers(read: Any) -> None:
    body = (
        "conditions:\n  fdi_registered:\n    unit: billion USD / year\n    source: ministry\n    2025: 1.5\n"
        "    2024Q2: {value: 800 million USD / year, source: judgement}\n    2023: {triangular: [0.2, 0.5, 0.9]}\n"
        "    2024Q1: 0.2 billion USD / quarter\n"
    )
    setting = read(body).settings["fdi_registered"]
    assert setting.values == (
        ("2023", Distribution("triangular", (200.0, 500.0, 900.0))),
        ("2024Q1", fixed(800.0)),
        ("2024Q2", fixed(800.0)),
        ("2025", fixed(1500.0)),
    )
    assert (setting.unit, setting.kind, setting.source) == ("million USD / year", "variable", "ministry; judgement")


def test_an_amount_set_for_a_year_is_an_amount_per_year(read: Any) -> None:
    settings = read("conditions:\n  coal_capacity: 40 Mt\n  fdi_registered: {2024: 0.8 billion USD}\n").settings
    assert settings["coal_capacity"].values == ((None, fixed(40.0)),)
    assert settings["fdi_registered"].values == (("2024", fixed(800.0)),)


def test_a_setting_remembers_what_was_written_and_where(read: Any, tmp_path: Path) -> None:
    setting = read("levers:\n  # why not\n  planning_share: {value: 50 %, source: 'decree 80'}\n").settings[
        "planning_share"
    ]
    assert setting.written == "{value: 50 %, source: decree 80}"
    assert str(setting.place) == f"{tmp_path / 'trial.yaml'}:6:3"


def test_a_judgement_is_a_share_or_an_amount(read: Any) -> None:
    body = (
        "judgements:\n"
        "  - {variable: value_added_mining, when: 2023Q3, add: -2 %, reason: pits, author: office}\n"
        "  - {variable: value_added_mining, when: 2024, add: 500 billion VND_2022, reason: new seam}\n"
        "  - {variable: employment_share, when: 2024, add: 1 percentage_point, reason: survey}\n"
    )
    judgements = read(body).judgements
    assert [(each.when, each.add, each.relative, each.author) for each in judgements] == [
        ("2023Q3", -0.02, True, "office"),
        ("2024", 0.5, False, ""),
        ("2024", 0.01, False, ""),
    ]


def test_an_empty_section_sets_nothing(read: Any) -> None:
    scenario = read("levers:\nconditions:\njudgements:\n")
    assert (scenario.settings, scenario.judgements) == ({}, ())
    assert (scenario.as_of, scenario.end) == (datetime.date(2022, 12, 9), "2030Q4")


def test_text_is_normalised_to_composed_accents(tmp_path: Path, catalogue: Catalogue) -> None:
    file = write(tmp_path, "trial")
    file.write_text(unicodedata.normalize("NFD", file.read_text(encoding="utf-8")), encoding="utf-8")
    assert read_scenario(file, catalogue, tmp_path).title["vi"] == unicodedata.normalize("NFC", "Thiếu hụt vốn FDI")


def test_a_child_replaces_what_it_names_and_adds_judgements(read: Any, tmp_path: Path) -> None:
    judgement = "judgements:\n  - {variable: value_added_mining, when: 2023, add: 1 %, reason: "
    conditions = "conditions:\n  fdi_registered: {unit: million USD / year, 2023: 1, 2024: 2}\n  coal_capacity: 40\n"
    write(tmp_path, "base", f"as_of: 2022-06-30\nhorizon: {{end: 2026Q4}}\n{conditions}{judgement}first}}\n")
    scenario = read(
        f"extends: base.yaml\nconditions:\n  fdi_registered: {{unit: million USD, 2025: 3}}\n{judgement}second}}\n"
    )
    assert (scenario.as_of, scenario.end) == (datetime.date(2022, 6, 30), "2026Q4")
    assert scenario.settings["fdi_registered"].values == (("2023", fixed(1)), ("2024", fixed(2)), ("2025", fixed(3)))
    assert [len(each) for each in scenario.history.values()] == [2, 1]
    assert [each.reason for each in scenario.judgements] == ["first", "second"]
    assert [Path(file).name for file in scenario.files] == ["base.yaml", "trial.yaml"]


def test_a_shorter_horizon_leaves_out_what_the_parent_set_beyond_it(read: Any, tmp_path: Path) -> None:
    write(
        tmp_path,
        "base",
        "conditions:\n  fdi_registered: {unit: million USD / year, 2023: 1, 2026Q1: 2}\n"
        "shocks:\n  major_storm: {2027Q3: 1}\n",
    )
    scenario = read("extends: base\nhorizon: {end: 2025Q4}\n")
    assert scenario.settings["fdi_registered"].values == (("2023", fixed(1.0)),)
    assert list(scenario.settings) == ["fdi_registered"]
    assert list(scenario.history) == ["fdi_registered", "major_storm"]


def test_a_file_extends_its_neighbour_before_the_shipped_scenario_and_its_namesake_among_the_shipped(
    read: Any, tmp_path: Path
) -> None:
    shipped = tmp_path / "shipped"
    write(shipped, "baseline", "levers: {planning_share: 0.1}\n")
    assert read("extends: baseline\n", "child", shipped).settings["planning_share"].values[0][1] == fixed(0.1)
    assert len(read("extends: baseline\nlevers: {planning_share: 0.2}\n", "baseline", shipped).files) == 2
    assert read("extends: baseline\n", "child", shipped).settings["planning_share"].values[0][1] == fixed(0.2)


def test_the_digest_ignores_comments_units_and_places_and_sees_every_number(read: Any) -> None:
    digest = read(f"levers:\n  {RATE}: 57 %\n").digest
    assert len(digest) == 12
    assert read(f"# a comment\nlevers:\n\n  {RATE}: {{value: 0.57, source: x}}\n", "other").digest == digest
    assert read(f"levers:\n  {RATE}: 58 %\n").digest != digest
    assert read(f"levers:\n  {RATE}: 57 %\nas_of: 2022-12-10\n").digest != digest
    assert read(f"levers:\n  {RATE}: 57 %\nhorizon: {{end: 2031Q4}}\n").digest != digest


def test_a_search_finds_files_folders_and_shipped_names(tmp_path: Path) -> None:
    shipped, mine = tmp_path / "shipped", tmp_path / "mine"
    for name in ("alpha", "baseline", "stretch"):
        write(shipped, name)
    file = write(mine, "own")
    assert [path.stem for path in find_scenarios([], shipped)] == ["baseline", "alpha", "stretch"]
    assert find_scenarios([str(mine), str(file), "alpha"], shipped) == [file, shipped / "alpha.yaml"]


def test_a_search_that_finds_nothing_says_what_there_is(tmp_path: Path) -> None:
    shipped, empty = tmp_path / "shipped", tmp_path / "empty"
    write(shipped, "baseline")
    empty.mkdir()
    (empty / "notes.txt").touch()
    for argument, message in (
        ("basline", "Did you mean 'baseline'?"),
        (str(empty), "holds no scenario"),
        (str(empty / "notes.txt"), "is not a scenario"),
    ):
        with pytest.raises(UsageError, match=message.replace("?", r"\?")):
            find_scenarios([argument], shipped)


def test_two_files_of_one_name_cannot_run_together(tmp_path: Path) -> None:
    files = [str(write(tmp_path / folder, "same")) for folder in ("one", "two")]
    with pytest.raises(UsageError, match="have the same name"):
        find_scenarios(files, tmp_path)


def test_the_schema_lists_the_names_of_each_section_with_meaning_and_unit(catalogue: Catalogue) -> None:
    schema = scenario_schema(catalogue)
    levers = schema["properties"]["levers"]
    assert list(levers["properties"]) == [RATE, "planning_share", "tourism_policy"]
    assert levers["properties"][RATE]["description"] == "Share of the plan spent. Unit: 1. From 0 to 1.2."
    assert levers["additionalProperties"] is False and schema["additionalProperties"] is False


@pytest.mark.parametrize(
    ("change", "is_valid"),
    [
        ({}, True),
        ({"levers": {RATE: "85 %", "planning_share": {"truncated_normal": [0.5, 0.1, 0, "1"]}}}, True),
        ({"conditions": {"fdi_registered": {"2023": {"value": 3, "unit": "USD"}, "2024Q1": 3}}, "levers": None}, True),
        ({"why": ""}, False),
        ({"colour": "red"}, False),
        ({"levers": {"coal_capacity": 40}}, False),
        ({"levers": {RATE: "12,5"}}, False),
        ({"levers": {RATE: {"uniform": [0, 1], "normal": [0, 1]}}}, False),
        ({"conditions": {"fdi_registered": "3 million USD"}}, True),
        ({"conditions": {"fdi_registered": {"2023..2025": 3, "2026Q2..2027Q1": 4, "2028..": 5}}}, True),
        ({"conditions": {"fdi_registered": {"..2025": 3}}}, False),
        ({"conditions": {"fdi_registered": {"2023Q5": 3}}}, False),
        ({"judgements": [{"variable": "value_added_mining", "when": "2023Q3", "add": "-2 %"}]}, False),
    ],
)
def test_the_schema_accepts_and_refuses_as_the_reader_does(
    catalogue: Catalogue, change: dict[str, Any], is_valid: bool
) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    head = {"name": "trial", "title": {"vi": "a", "en": "b"}, "why": "c"}
    validator = jsonschema.Draft202012Validator(scenario_schema(catalogue))
    assert validator.is_valid(head | change) is is_valid


def test_a_baseline_is_in_the_unit_of_its_target_and_a_child_replaces_it(read: Any) -> None:
    nurses = "baseline:\n  nurses: {value: %s, unit: 1 / thousand person, year: 2021, source: judgement}\n"
    parent = read(nurses % "2.2", "parent")
    child = read("extends: parent\n" + nurses % "2.3", "child")
    assert [each.baselines["nurses"].value for each in (parent, child)] == [22, 23]
    assert len({parent.digest, child.digest, read("", "none").digest}) == 3
