"""The command `qnsim nowcast`."""

from pathlib import Path

from conftest import Call

from qnsim.facts.shipped import data_folder

FILE = Path(__file__).parents[2] / "docs" / "examples" / "quarters-2022.csv"
CASE = str(data_folder().parent / "2021-12")


def test_it_prints_the_probability_before_and_after_each_quarter_and_what_is_needed(qnsim: Call) -> None:
    done = qnsim("nowcast", "baseline", "--observed", str(FILE), "--case", CASE, "--draws", "8000")
    assert done.returncode == 0, done.stderr
    for said in ("P before", "P after", "GRDP, 2022Q1 to Q3", "expected, needed (P)", "with 2022Q3 known"):
        assert said in done.stdout
    assert done.stdout.splitlines()[-1].startswith("runs/nowcast-baseline-")


def test_a_wrong_file_is_told_with_its_line_and_no_traceback(qnsim: Call, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text(FILE.read_text(encoding="utf-8").replace("2022H1", "2022H2"), encoding="utf-8")
    done = qnsim("nowcast", "baseline", "--observed", "bad.csv", "--case", CASE)
    assert done.returncode == 1
    assert "bad.csv:3:1: period: '2022H2' ends with the year" in done.stderr
    assert "Traceback" not in done.stderr
