"""`qnsim export`: a scenario for other programs."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

pytestmark = pytest.mark.slow

Call = Callable[..., subprocess.CompletedProcess[str]]
XMILE = "{http://docs.oasis-open.org/xmile/ns/XMILE/v1.0}"


def heading(file: Path) -> dict[str, str]:
    """What an exported file says of itself."""
    header = ElementTree.parse(file).getroot().find(f"{XMILE}header")
    assert header is not None
    return {part.tag.removeprefix(XMILE): part.text or "" for part in header}


def equations(file: Path) -> dict[str, str]:
    """The equation of every variable of an exported file."""
    return {
        element.attrib["name"]: element.findtext(f"{XMILE}eqn") or ""
        for element in ElementTree.parse(file).iter()
        if "name" in element.attrib
    }


def test_an_exported_scenario_says_where_it_comes_from(qnsim: Call, tmp_path: Path) -> None:
    done = qnsim("export", "xmile", "baseline")
    assert done.stdout == "baseline.xmile\n", done.stderr
    told = heading(tmp_path / "baseline.xmile")
    assert told["name"] == "baseline"
    assert told["version"].startswith("baseline-")
    assert "Central run" in told["caption"]
    assert told["version"] in told["caption"]
    assert "2022-12-09" in told["caption"]


def test_several_scenarios_are_written_to_the_folder_asked_for(qnsim: Call, tmp_path: Path) -> None:
    done = qnsim("export", "xmile", "fdi-surge", "energy-shortage", "--out", "new/models")
    assert done.returncode == 0, done.stderr
    assert sorted(done.stdout.split()) == ["new/models/energy-shortage.xmile", "new/models/fdi-surge.xmile"]
    surge, shortage = (tmp_path / line for line in sorted(done.stdout.split(), reverse=True))
    assert "TIME < 2025.0" in equations(surge)["fdi_registered_given"]
    assert "TIME < 2023.25) THEN 0.0 ELSE -0.0" in equations(shortage)["value_added_electricity_judged_share"]
    text = shortage.read_text(encoding="utf-8")
    assert "dispatch short in the dry season" in text
    assert str(tmp_path) not in text


def test_the_same_scenario_is_exported_to_the_same_bytes(qnsim: Call, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        assert qnsim("export", "xmile", "stretch", "--out", folder).returncode == 0
    assert (tmp_path / "one/stretch.xmile").read_bytes() == (tmp_path / "two/stretch.xmile").read_bytes()


def test_one_draw_is_exported_beside_the_central_run(qnsim: Call, tmp_path: Path) -> None:
    assert qnsim("export", "xmile", "baseline").returncode == 0
    done = qnsim("export", "xmile", "baseline", "--draw", "7", "--draws", "400", "--seed", "5")
    assert done.stdout == "baseline-draw-7.xmile\n", done.stderr
    central, drawn = (equations(tmp_path / name) for name in ("baseline.xmile", "baseline-draw-7.xmile"))
    assert central.keys() == drawn.keys()
    assert central["national_draw"] != drawn["national_draw"]
    assert "Draw 7 of 400, seed 5" in heading(tmp_path / "baseline-draw-7.xmile")["caption"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("baselin",), "Did you mean 'baseline'?"),
        (("baseline", "--out", "a-file"), "a-file: File exists"),
        (("baseline", "--out", "a-file/below"), "a-file/below: Not a directory"),
        (("baseline", "--draw", "400", "--draws", "400"), "draws 0 to 399"),
        (("baseline", "."), "have the same name"),
    ],
)
def test_what_cannot_be_exported_is_told_in_one_line(
    qnsim: Call, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    (tmp_path / "a-file").touch()
    (tmp_path / "baseline.yaml").write_text("name: baseline\ntitle: {vi: a, en: b}\nwhy: a test\n", encoding="utf-8")
    done = qnsim("export", "xmile", *arguments)
    assert done.returncode == 1
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.rglob("*.xmile.*"))
