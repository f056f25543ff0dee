"""A run made again from its manifest: the same numbers, or one plain sentence why not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qnsim.errors import UsageError
from qnsim.facts.case import read_case
from qnsim.facts.shipped import data_folder
from qnsim.run import name_of_run
from qnsim.workflow.manifests import Comparison, read_manifest
from qnsim.workflow.runs import run_again, run_scenarios

pytestmark = pytest.mark.slow

Edit = Callable[[dict[str, Any]], object]
SCENARIO = "name: mine\ntitle: {vi: a, en: a}\nwhy: t\nextends: fdi-drought\nlevers: {training_policy: 1 pp / year}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("first")
    (place / "mine.yml").write_text(SCENARIO, encoding="utf-8")
    return run_scenarios(place / "mine.yml", draws=80, seed=5, out=place / "runs").folders[0]


def edited(folder: Path, place: Path, edit: Edit) -> Path:
    """A copy of the manifest of a run folder, changed by hand."""
    about = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    edit(about)
    file = place / "edited.json"
    file.write_text(json.dumps(about), encoding="utf-8")
    return file


def set_text(about: dict[str, Any], old: str, new: str) -> None:
    file = about["scenario"]["files"][-1]
    assert old in file["text"]
    file["text"] = file["text"].replace(old, new)


def again(place: Path, out: Path) -> Comparison:
    return run_again(place, out / "again")[1]


@pytest.mark.parametrize("name", ["", "manifest.json"])
def test_a_run_is_made_again_from_its_folder_or_its_manifest(folder: Path, tmp_path: Path, name: str) -> None:
    report, comparison = run_again(folder / name, tmp_path)
    assert report.folders[0].name == folder.name
    assert comparison == Comparison((), ())
    assert (report.folders[0] / "summary.csv").read_bytes() == (folder / "summary.csv").read_bytes()
    assert comparison.lines() == ["the same numbers as before"]
    assert not comparison.is_unexplained


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("{}", "'run' is missing"),
        ("[]", "the whole is a list; expected an object"),
        ("", "it is not JSON: EOF while parsing a value at line 1 column 0"),
        ('{"run": ', "it is not JSON: EOF while parsing a value at line 1 column 8"),
    ],
)
def test_what_is_no_manifest_is_told_with_what_is_wrong(tmp_path: Path, written: str, fault: str) -> None:
    file = tmp_path / "manifest.json"
    file.write_text(written, encoding="utf-8")
    with pytest.raises(UsageError) as found:
        read_manifest(file)
    message = f"{file}: not the manifest of a run: {fault}; name the manifest.json of a run folder"
    assert str(found.value) == message


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (lambda a: a.pop("design"), "'design' is missing"),
        (lambda a: a["design"]["fresh"].pop("seed"), "'design.fresh.seed' is missing"),
        (
            lambda a: a["design"]["fresh"].update(draws="many"),
            "'design.fresh.draws' is 'many'; expected a valid integer",
        ),
        (lambda a: a["design"].update(kind="middle"), "'design.kind' is 'middle'; expected 'stratified' or 'sample'"),
        (lambda a: a["design"].pop("kind"), "'design.kind' is missing"),
        (lambda a: a["design"].update(seed=6), "'design.seed' is not a key of a manifest"),
        (lambda a: a["versions"].pop("qnsim"), "'versions.qnsim' is missing"),
        (
            lambda a: a["scenario"]["files"][1].update(name=7),
            r"'scenario.files\[1\].name' is 7; expected a valid string",
        ),
        (lambda a: a["scenario"]["files"][0].pop("text"), r"'scenario.files\[0\].text' is missing"),
        (
            lambda a: a["scenario"]["files"][0].update(name="../baseline.yaml"),
            r"'scenario.files\[0\].name' is '../baseline.yaml'; expected the name of a scenario file",
        ),
        (lambda a: a["scenario"].update(files=[]), r"'scenario.files' is a list; List should have at least 1 item"),
        (lambda a: a.update(tables=[]), "'tables' is a list; expected an object"),
    ],
)
def test_a_key_that_is_missing_or_wrong_is_named(folder: Path, tmp_path: Path, edit: Edit, fault: str) -> None:
    with pytest.raises(UsageError, match=f"edited.json: not the manifest of a run: {fault}"):
        read_manifest(edited(folder, tmp_path, edit))


def test_a_folder_without_a_manifest_is_no_run_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"manifest\.json: not the manifest of a run: the file cannot be read"):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    "edit",
    [
        lambda a: a["design"]["fresh"].update(seed=6),
        lambda a: a["design"]["fresh"].update(draws=160),
        lambda a: a["design"]["fresh"].update(draws=5),
        lambda a: a["design"].update(digest="0" * 12),
        lambda a: a.update(design=a["design"]["fresh"]),
        lambda a: a.update(run="mine-00000000"),
        lambda a: a["scenario"].update(name="other"),
        lambda a: a.update(facts_digest="0" * 12),
        lambda a: set_text(a, "1 pp / year", "0.5 pp / year"),
        lambda a: set_text(a, "training_policy", "training_polcy"),
        lambda a: a["scenario"]["files"].pop(),
    ],
)
def test_a_manifest_that_was_changed_after_the_run_is_refused(folder: Path, tmp_path: Path, edit: Edit) -> None:
    with pytest.raises(UsageError, match=r"edited\.json: this manifest was changed after the run: its .* run id mine-"):
        again(edited(folder, tmp_path, edit), tmp_path)
    assert not (tmp_path / "again").exists()


def test_a_changed_comment_changes_no_number(folder: Path, tmp_path: Path) -> None:
    assert again(edited(folder, tmp_path, lambda a: set_text(a, "why: t", "why: u")), tmp_path).tables == ()


def test_other_facts_are_told_apart_from_a_changed_manifest(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(f"extends: {data_folder()}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be repeated with the facts and the version installed here"):
        run_again(folder, tmp_path / "again", case=read_case(tmp_path))


def test_another_version_of_qnsim_is_told_with_what_to_install(folder: Path, tmp_path: Path) -> None:
    def of_another_version(about: dict[str, Any]) -> None:
        about["versions"]["qnsim"] = "0.0.1"
        scenario = about["scenario"]
        about["run"] = name_of_run("mine", scenario["digest"], about["facts_digest"], about["design"], "0.0.1")

    with pytest.raises(UsageError, match=r"made by qnsim 0\.0\.1 .* Install qnsim 0\.0\.1 with its own data"):
        again(edited(folder, tmp_path, of_another_version), tmp_path)


def test_a_table_that_differs_is_named_and_unexplained_if_the_versions_are_the_same(
    folder: Path, tmp_path: Path
) -> None:
    found = again(edited(folder, tmp_path, lambda a: a["tables"].update({"summary.csv": "0" * 12})), tmp_path)
    assert found.tables == ("summary.csv",)
    assert found.is_unexplained
    (line,) = found.lines()
    assert line.startswith("differs: summary.csv; ")


def test_other_versions_are_told_and_explain_what_differs(folder: Path, tmp_path: Path) -> None:
    def on_an_old_machine(about: dict[str, Any]) -> None:
        about["tables"]["summary.csv"] = "0" * 12
        about["versions"]["numpy"] = "1.0"

    found = again(edited(folder, tmp_path, on_an_old_machine), tmp_path)
    assert not found.is_unexplained
    told, differs = found.lines()
    assert told.startswith("versions differ: numpy 1.0 → ")
    assert differs == "differs: summary.csv"


def test_without_digests_there_is_nothing_to_compare_with(folder: Path, tmp_path: Path) -> None:
    found = again(edited(folder, tmp_path, lambda a: a.pop("tables")), tmp_path)
    assert found.lines() == ["the manifest holds no digest of a table; nothing to compare with"]
    assert not found.is_unexplained


def test_the_manifest_holds_a_digest_of_every_table(folder: Path) -> None:
    about = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert set(about["tables"]) == {"summary.csv", "scorecard.csv", "drivers.csv", "years.csv"}
    assert len(set(about["tables"].values())) == 4
