"""The command line as a user meets it: in an empty folder, with slips."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import pytest

from qnsim.reporting.run_folder import labelled_drivers
from qnsim.run import name_of_run
from qnsim.workflow.runs import RunReport

pytestmark = pytest.mark.slow

Call = Callable[..., subprocess.CompletedProcess[str]]


def scenario(folder: Path, name: str, *lines: str) -> None:
    """Writes a scenario file with the given lines after its head of three."""
    head = [f"name: {name}", f"title: {{vi: {name}, en: {name}}}", "why: a test"]
    (folder / f"{name}.yaml").write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")


COMMANDS = (
    *("run", "rerun", "sensitivity", "goal", "discover", "compare", "score"),
    *("hindcast", "backtest", "calibrate", "nowcast", "levers"),
    *("check", "new", "explain", "equations", "diagram", "schema", "export"),
)


def test_help_names_every_command(qnsim: Call) -> None:
    told = qnsim("--help").stdout
    assert all(f"\n  {name} " in told for name in COMMANDS)


def test_the_version_is_printed(qnsim: Call) -> None:
    assert qnsim("--version").stdout == f"qnsim {version('qnsim')}\n"


def test_help_imports_no_heavy_library(tmp_path: Path) -> None:
    heavy = ("numpy", "scipy", "pandas", "pydantic", "matplotlib")
    probe = f"import sys, qnsim.cli; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_run_loads_nothing_that_takes_long_and_is_not_used(tmp_path: Path) -> None:
    probe = (
        "import sys; from qnsim.workflow.runs import run_scenarios; run_scenarios('baseline', draws=80, out=None); "
        "print([name for name in ('scipy.stats', 'SALib', 'matplotlib.pyplot', 'xarray') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", probe], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_shipped_scenario_is_found_by_name_in_an_empty_folder(qnsim: Call, tmp_path: Path) -> None:
    done = qnsim("run", "resolution-2023", "--draws", "400")
    assert done.returncode == 0, done.stderr
    assert "P(growth > 10%)" in done.stdout
    (folder,) = (tmp_path / "runs").iterdir()
    assert folder.name.startswith("resolution-2023-")


def test_a_scenario_of_ones_own_extends_a_shipped_one(qnsim: Call, tmp_path: Path) -> None:
    scenario(tmp_path, "mine", "extends: resolution-2023", "levers: {public_investment_disbursement_rate: 95 %}")
    done = qnsim("run", "mine.yaml", "--draws", "400")
    assert done.returncode == 0, done.stderr
    assert "mine" in done.stdout


def test_a_slip_in_a_scenario_is_one_message_without_traceback(qnsim: Call, tmp_path: Path) -> None:
    scenario(tmp_path, "mine", "extends: baseline", "levers: {fdi_realization_speed: 1.2}")
    done = qnsim("run", "mine.yaml")
    assert done.returncode == 1
    assert done.stdout == ""
    assert (
        "mine.yaml:5:10: 'fdi_realization_speed' is not a lever. Did you mean 'fdi_realisation_speed'?" in done.stderr
    )
    assert "Traceback" not in done.stderr


def test_the_slips_of_all_files_come_in_one_pass(qnsim: Call, tmp_path: Path) -> None:
    scenario(tmp_path, "one", "levers: {nothing_like_this: 1}")
    scenario(tmp_path, "two", "conditions: {coal_capacity: 12,5}")
    told = qnsim("check", ".").stderr
    assert "one.yaml:4" in told
    assert "two.yaml:4" in told


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("run", "no-such"), "no-such"),
        (("run", "baseline", "--draws", "5"), "too few"),
        (("run", "baseline", "--seed", "-1"), "negative"),
        (("run", "baseline", "--draw", "10000"), "draws 0 to 9999"),
        (("run", "baseline", "--central", "--draw", "3"), "--central and --draw cannot be combined; give one"),
        (("run", "baseline", "--draw", "3", "--keep-draws"), "--draw and --keep-draws cannot be combined"),
        (("run", "baseline", "--central", "--excel"), "--central and --excel cannot be combined"),
        (("explain", "baseline", "coal_capasity"), "Did you mean 'coal_capacity'?"),
        (("rerun", "missing.json"), "not the manifest of a run"),
        (("run", "baseline", "--out", "a-file"), "a-file: File exists"),
        (("run", "baseline", "--draws", "many"), "--draws"),
    ],
)
def test_a_wrong_argument_is_told_what_to_do(
    qnsim: Call, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    (tmp_path / "a-file").touch()
    done = qnsim(*arguments)
    assert done.returncode != 0
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_the_central_run_is_written_as_a_tidy_table(qnsim: Call, tmp_path: Path) -> None:
    done = qnsim("run", "baseline", "--central")
    table = pd.read_csv(tmp_path / done.stdout.strip())
    assert list(table.columns) == ["period", "variable", "sector", "value", "unit"]
    grdp = table[table["variable"] == "grdp"]
    assert list(grdp["period"])[:2] == ["2023Q1", "2023Q2"]
    assert len(grdp) == 32
    assert grdp["value"].between(200, 1000).all()
    assert table["unit"].notna().all()


def test_one_draw_is_written_alone(qnsim: Call, tmp_path: Path) -> None:
    done = qnsim("run", "baseline", "--draw", "7", "--draws", "400")
    assert done.stdout.strip().endswith("draw-7.csv")
    assert (tmp_path / done.stdout.strip()).exists()


def test_rerun_makes_the_same_numbers_to_the_last_digit(qnsim: Call, tmp_path: Path) -> None:
    scenario(tmp_path, "mine", "extends: fdi-drought", "levers: {training_policy: 1 pp / year}")
    assert qnsim("run", "mine.yaml", "--draws", "400", "--seed", "5").returncode == 0
    (first,) = (tmp_path / "runs").iterdir()
    (tmp_path / "mine.yaml").unlink()
    done = qnsim("rerun", str(first / "manifest.json"), "--out", "again")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[1:] == ["the same numbers as before"]
    (second,) = (tmp_path / "again").iterdir()
    assert second.name == first.name
    for name in (
        "summary.csv",
        "scorecard.csv",
        "drivers.csv",
        "years.csv",
        "fan_grdp_growth.svg",
        "fan_grdp_growth.png",
    ):
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_rerun_refuses_when_the_facts_have_changed(qnsim: Call, tmp_path: Path) -> None:
    assert qnsim("run", "baseline", "--draws", "400").returncode == 0
    (folder,) = (tmp_path / "runs").iterdir()
    about = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    about["facts_digest"] = "0" * 12
    digest, program = about["scenario"]["digest"], about["versions"]["qnsim"]
    about["run"] = name_of_run("baseline", digest, about["facts_digest"], about["design"], program)
    (tmp_path / "changed.json").write_text(json.dumps(about), encoding="utf-8")
    done = qnsim("rerun", "changed.json")
    assert done.returncode == 1
    assert "with the facts and the version installed here" in done.stderr


def test_rerun_fails_if_numbers_differ_though_the_versions_do_not(qnsim: Call, tmp_path: Path) -> None:
    assert qnsim("run", "baseline", "--draws", "80").returncode == 0
    (folder,) = (tmp_path / "runs").iterdir()
    about = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    about["tables"]["scorecard.csv"] = "0" * 12
    for numpy, code in ((about["versions"]["numpy"], 1), ("1.0", 0)):
        about["versions"]["numpy"] = numpy
        (tmp_path / "changed.json").write_text(json.dumps(about), encoding="utf-8")
        done = qnsim("rerun", "changed.json", "--out", "again")
        assert done.returncode == code, done.stderr
        assert "differs: scorecard.csv" in done.stdout
        assert ("versions differ: numpy 1.0 → " in done.stdout) == (code == 0)


def test_a_new_scenario_is_valid_and_never_overwrites(qnsim: Call, tmp_path: Path) -> None:
    assert qnsim("new", "my-plan", "--extends", "resolution-2023").returncode == 0
    assert qnsim("check", "my-plan.yaml").returncode == 0
    text = (tmp_path / "my-plan.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=scenario.schema.json\n")
    again = qnsim("new", "my-plan")
    assert again.returncode == 1
    assert "exists already" in again.stderr


def test_every_line_a_new_scenario_offers_can_be_used(qnsim: Call, tmp_path: Path) -> None:
    assert qnsim("new", "my-plan").returncode == 0
    file = tmp_path / "my-plan.yaml"
    offered = re.sub("^  # ", "  ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    file.write_text(offered, encoding="utf-8")
    assert "\n  fdi_realisation_speed: 1 " in offered
    done = qnsim("check", "my-plan.yaml")
    assert done.returncode == 0, done.stderr


def test_explain_names_file_line_and_source(qnsim: Call) -> None:
    told = qnsim("explain", "fdi-drought", "fdi_registered").stdout
    assert "fdi-drought.yaml:" in told
    assert "judgement" in told


def test_explain_tells_how_long_each_value_lasts(qnsim: Call, tmp_path: Path) -> None:
    scenario(tmp_path, "mine", "extends: baseline", "levers: {public_investment_disbursement_rate: {2023..2024: 85 %}}")
    told = qnsim("explain", "mine.yaml", "public_investment_disbursement_rate").stdout
    assert "in force: 85 % from 2023 to 2024 (mine.yaml:5); otherwise beta [26, 6] (median 81.91 %)" in told


def test_explain_shows_productivity_that_the_accounts_leave_over_beside_its_prior(qnsim: Call, tmp_path: Path) -> None:
    told = qnsim("explain", "baseline", "services_tfp_growth").stdout
    (in_force,) = [line for line in told.splitlines() if line.startswith("in force: ")]
    found, believed = (float(number) for number in re.findall(r"median ([0-9.]+) %", in_force))
    assert "what the growth accounts of the record leave over" in in_force
    assert believed == 6.0
    assert found < believed - 1
    scenario(
        tmp_path, "mine", "extends: baseline", "conditions: {services_tfp_growth: {value: 5 %, source: judgement}}"
    )
    assert "leave over" not in qnsim("explain", "mine.yaml", "services_tfp_growth").stdout


def test_explain_names_the_file_that_sets_a_value(qnsim: Call, tmp_path: Path) -> None:
    scenario(tmp_path, "mine", "extends: resolution-2023", "levers: {training_policy: 1 pp / year}")
    told = {key: qnsim("explain", "mine.yaml", key).stdout.splitlines()[-1] for key in ("training_policy", "new_firms")}
    assert told["training_policy"] == "mine: this file sets it, over resolution-2023.yaml"
    assert told["new_firms"] == "mine: resolution-2023.yaml sets it; mine.yaml does not"
    assert qnsim("explain", "mine.yaml", "storm").stdout.endswith("mine: no scenario file sets it\n")


def test_a_limit_is_told_in_the_unit_of_levers_and_a_level_is_no_change(qnsim: Call, tmp_path: Path) -> None:
    rate = "public_investment_disbursement_rate: 90 pp"
    scenario(tmp_path, "mine", "extends: baseline", "levers:", "  mining_growth_policy: 2", f"  {rate}")
    told = qnsim("check", "mine.yaml").stderr
    assert "mining_growth_policy is 200 pp / year, outside -5 to 3 pp / year" in told
    assert "'pp' measures a change, but public_investment_disbursement_rate is a level; write 90 %" in told


@pytest.mark.parametrize("command", [("explain", "baseline"), ("equations",)])
@pytest.mark.parametrize(
    "name",
    [
        "electricity_walk",
        "electricity_walk@2023",
        "Shock to power dispatch",
        "shock to power dispatch, 2023",
        "Cú sốc huy động điện",
    ],
)
def test_an_input_that_a_run_prints_can_be_looked_up(qnsim: Call, command: tuple[str, ...], name: str) -> None:
    done = qnsim(*command, name)
    assert done.returncode == 0, done.stderr
    for part in ("Shock to power dispatch", "Cú sốc huy động điện", "normal number", "electricity_growth_sd"):
        assert part in done.stdout
    assert "The province does not choose it" in done.stdout


def test_every_driver_has_labels_a_sentence_and_an_explanation(small_run: tuple[RunReport, Path]) -> None:
    assessment = small_run[0].assessments[0]
    case, table = assessment.experiment.case, labelled_drivers(assessment)
    assert list(table.columns) == ["input", "effect", "error", "label_en", "label_vi", "meaning"]
    assert (table[["label_en", "label_vi", "meaning"]].map(len) > 2).all(axis=None)
    for name, label in zip(table["input"], table["label_en"], strict=True):
        assert case.name_of(label)[0] == name.partition("@")[0]


def test_levers_are_listed_with_clause_and_both_languages(qnsim: Call) -> None:
    told = qnsim("levers").stdout
    assert "II.3" in told
    assert "giải ngân" in told
