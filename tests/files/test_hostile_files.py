"""Tricks that have broken other programs: bombs, endless chains, devices, encodings, look-alikes, formulas."""

from __future__ import annotations

import datetime
import os
import signal
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from damage import CLAIM, HOW

from qnsim.errors import DataError, QnsimError, ScenarioError, UsageError
from qnsim.facts.csv_table import MOST_PROBLEMS
from qnsim.facts.forms import read_facts
from qnsim.facts.observation_rows import COLUMNS
from qnsim.facts.observations import MOST_BYTES, parse_observations, read_observations
from qnsim.facts.targets import read_targets
from qnsim.files.yaml_source import MOST_PARTS, parse_source
from qnsim.quantities.periods import Years
from qnsim.scenarios import chains
from qnsim.scenarios.scenario import Catalogue, Entry, Scenario, find_scenarios, read_scenario

HEAD = "title: {vi: Thử, en: Trial}\nwhy: a test\n"
LAST_YEAR = 2022  # that a record may tell of
ROW = "grdp_growth,total,2019,year,12.1,percent,first_estimate,2019-12,A,"
NFD, NFC = (unicodedata.normalize(form, "diện_tích") for form in ("NFD", "NFC"))
ENDLESS = "9" * 300_000
pytestmark = pytest.mark.claim(CLAIM, how=HOW)


@pytest.fixture(autouse=True)
def nothing_hangs() -> Iterator[None]:
    """Ends a test that waits on a pipe or a device; no test comes near this time."""

    def give_up(*_: Any) -> None:
        raise AssertionError("the file was never read to its end")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def read(tmp_path: Path, catalogue: Catalogue) -> Any:
    """Write the body of a scenario called `trial` and read it."""

    def write_and_read(body: str, catalogue: Catalogue = catalogue) -> Scenario:
        file = tmp_path / "trial.yaml"
        file.write_text(f"name: trial\n{HEAD}{body}", encoding="utf-8")
        return read_scenario(file, catalogue, tmp_path / "shipped")

    return write_and_read


def chain(folder: Path, length: int, last: str = "") -> Path:
    """Scenarios each of which extends the next; the last one extends `last`."""
    for depth in range(length):
        parent = f"step-{depth + 1}" if depth < length - 1 else last
        extends = f"extends: {parent}\n" if parent else ""
        (folder / f"step-{depth}.yaml").write_text(f"name: step-{depth}\n{HEAD}{extends}", encoding="utf-8")
    return folder / "step-0.yaml"


def table(*rows: str, header: str = ",".join(COLUMNS)) -> bytes:
    return "\n".join((header, *rows, "")).encode()


def short(value: str) -> str:
    """A name for a case whose value is endless or cannot be printed."""
    return ascii(value)[1:25]


def catalogue_of(entries: dict[str, Entry]) -> Catalogue:
    """A catalogue of a few entries."""
    return Catalogue(entries, {}, Years(2023, "2030Q4"), "2040Q4", datetime.date(2022, 12, 9))


def read_a_file_of_facts(file: Path) -> Any:
    """Read the parameters in any file."""
    return read_facts([file.parent], file.name, depth=2)


READERS: tuple[Callable[[Path], Any], ...] = (
    lambda file: read_scenario(file, catalogue_of({}), file.parent / "shipped"),
    read_targets,
    lambda file: read_observations(file, LAST_YEAR),
    read_a_file_of_facts,
)


def test_a_bomb_of_aliases_is_refused_before_it_unfolds(read: Any) -> None:
    bomb = "levers:\n  a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"  {chr(98 + level)}: &{chr(98 + level)} [{', '.join([f'*{chr(97 + level)}'] * 9)}]\n" for level in range(9)
    )
    with pytest.raises(ScenarioError, match=r"trial.yaml:5:6: '&a' names this part for reuse; remove it"):
        read(bomb)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
@pytest.mark.parametrize("reader", [*READERS[:2], read_a_file_of_facts])
def test_ten_thousand_levels_are_refused(tmp_path: Path, opening: str, reader: Callable[[Path], Any]) -> None:
    file = tmp_path / "deep.yaml"
    file.write_text(f"name: deep\nwhy:\n  {opening * 10_000}", encoding="utf-8")
    with pytest.raises(QnsimError, match=r"deep\.yaml:3:\d+: .*nested too deeply; a file needs at most a few levels"):
        reader(file)


def test_a_file_of_more_values_than_any_scenario_has_is_not_read_to_its_end(read: Any) -> None:
    with pytest.raises(ScenarioError, match=r"the file holds over 20 000 values; is it the right one") as caught:
        read("levers:\n" + "".join(f"  a{place}: 1\n" for place in range(MOST_PARTS)))
    assert len(caught.value.problems) == 1


def test_a_chain_of_a_thousand_files_is_read_no_further_than_twenty(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    read_source = chains.read_source
    monkeypatch.setattr(chains, "read_source", lambda file: opened.append(file) or read_source(file))
    with pytest.raises(ScenarioError, match="the chain of scenarios is over 20 files long; extend one nearer"):
        read_scenario(chain(tmp_path, 1000), catalogue, tmp_path)
    assert len(opened) == 20


@pytest.mark.parametrize("length", [1, 2, 7])
def test_a_circle_of_any_length_is_named_and_left(tmp_path: Path, catalogue: Catalogue, length: int) -> None:
    names = [f"step-{depth}" for depth in (*range(length), 0)]
    with pytest.raises(ScenarioError, match=f"in a circle, {' -> '.join(names)}; break it"):
        read_scenario(chain(tmp_path, length, "step-0"), catalogue, tmp_path)


def test_a_circle_through_a_symbolic_link_is_left(tmp_path: Path, catalogue: Catalogue) -> None:
    (tmp_path / "other.yaml").symlink_to(chain(tmp_path, 1, "other"))
    with pytest.raises(ScenarioError, match=r"step-0\.yaml:4:10: .* in a circle, step-0 -> step-0"):
        read_scenario(tmp_path / "step-0.yaml", catalogue, tmp_path)


@pytest.mark.parametrize(
    "path",
    [
        *(
            "../baseline",
            "/etc/passwd",
            "~/baseline",
            "./baseline.yaml",
            "sub/baseline",
            "..",
            ".",
            "C:\\baseline.yaml",
        ),
        *("https://example.org/baseline.yaml", "file:///dev/zero", "/dev/zero", "$HOME", "baseline.yaml/../baseline"),
        *("baseline.yaml\\0", "*.yaml", "baseline;ls", "Baseline", "bаseline", "baseline.yaml.exe", "x" * 300, "-"),
    ],
    ids=short,
)
def test_what_is_extended_is_a_bare_name_and_no_path(read: Any, path: str) -> None:
    with pytest.raises(ScenarioError, match=r"trial\.yaml:4:10: .* is not a bare file name; expected|there is no '-'"):
        read(f"extends: '{path}'\n")


@pytest.mark.parametrize("reader", READERS)
def test_a_pipe_in_the_place_of_a_file_is_refused_and_not_waited_for(
    tmp_path: Path, reader: Callable[[Path], Any]
) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(QnsimError, match=r"pipe\.yaml:1:1: this is a pipe or a device; expected a file; name another"):
        reader(tmp_path / "pipe.yaml")


@pytest.mark.parametrize("reader", READERS)
def test_a_device_without_end_is_refused(reader: Callable[[Path], Any]) -> None:
    with pytest.raises(QnsimError, match=r"/dev/zero:1:1: this is a pipe or a device"):
        reader(Path("/dev/zero"))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", ["folder.yaml", "dangling.yaml", "absent.yaml", "x" * 300, "round.yaml"], ids=short)
def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, reader: Callable[[Path], Any], name: str) -> None:
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "dangling.yaml").symlink_to(tmp_path / "nowhere.yaml")
    (tmp_path / "round.yaml").symlink_to(tmp_path / "round.yaml")
    with pytest.raises(QnsimError, match=rf"{name}:1:1: the file cannot be read: .*; name another"):
        reader(tmp_path / name)


def test_a_link_to_nothing_in_a_folder_of_scenarios_is_not_passed_over(tmp_path: Path, catalogue: Catalogue) -> None:
    (tmp_path / "lost.yaml").symlink_to(tmp_path / "nowhere.yaml")
    (found,) = find_scenarios([str(tmp_path)], tmp_path)
    with pytest.raises(ScenarioError, match=r"lost\.yaml:1:1: the file cannot be read: No such file"):
        read_scenario(found, catalogue, tmp_path)


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b", "", "/dev/zero", "\ud800"], ids=short)
def test_an_argument_that_names_no_scenario_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="expected") as caught:
        find_scenarios([name], tmp_path)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "number", ["1e308", "1e400", "-1e400", ENDLESS, f"0.{ENDLESS}x", f"{ENDLESS} km", "nan", ".inf"], ids=short
)
def test_a_number_without_bounds_is_refused_in_a_scenario(read: Any, number: str) -> None:
    with pytest.raises(ScenarioError, match=r"trial\.yaml:5:\d+: .*(too l|finite|not a number|write )"):
        read(f"levers:\n  planning_share: {number}\n")


@pytest.mark.parametrize(
    "number", ["1e400", ENDLESS, f"{ENDLESS}x", "nan", "-inf", "1_000", "0x10", "=1+1", "１２"], ids=short
)
def test_a_number_without_bounds_or_of_another_kind_is_refused_in_a_table(number: str) -> None:
    with pytest.raises(DataError, match=r"record\.csv:2:1: (value: |cannot be read as CSV)"):
        parse_observations("record.csv", table(ROW.replace("12.1", number)), LAST_YEAR)


@pytest.mark.parametrize(
    "unit",
    ["km", "USD ** 99999", "1e308 km", "__import__('os')", "USD" + "*USD" * 40, "().__class__", "nan", "9**9**9"],
    ids=short,
)
def test_a_unit_that_asks_for_more_than_units_is_refused(read: Any, unit: str) -> None:
    with pytest.raises(ScenarioError, match=r"is not a unit; expected|cannot be converted|is not a number"):
        read(f'conditions:\n  coal_capacity: "5 {unit}"\n')


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "latin-1"])
@pytest.mark.parametrize("reader", READERS)
def test_a_file_that_is_not_utf_8_is_refused_at_its_first_wrong_byte(
    tmp_path: Path, reader: Callable[[Path], Any], encoding: str
) -> None:
    file = tmp_path / "trial.yaml"
    file.write_bytes("name: trial\nwhy: là ÿ\n".encode(encoding))
    place = "2:7" if encoding == "latin-1" else "1:1"
    with pytest.raises(QnsimError, match=rf"trial\.yaml:{place}: this byte is not UTF-8 text; save the file with"):
        reader(file)


def test_a_name_typed_with_separate_accents_is_the_same_name(read: Any) -> None:
    area = Entry(NFC, "parameter", "levers", "1", 0.0, 1.0, True, "Area.")
    one, other = (read(f"levers:\n  {name}: 0.5\n", catalogue_of({NFC: area})) for name in (NFC, NFD))
    assert one.settings.keys() == other.settings.keys() == {NFC}
    assert one.digest == other.digest


def test_a_text_typed_with_separate_accents_is_the_same_text(tmp_path: Path, catalogue: Catalogue) -> None:
    file = tmp_path / "trial.yaml"
    read = []
    for form in ("NFC", "NFD"):
        file.write_text(unicodedata.normalize(form, f"name: trial\n{HEAD}"), encoding="utf-8")
        read.append(read_scenario(file, catalogue, tmp_path))
    assert read[0] == read[1]


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\u00ad", "\ufeff"])
def test_a_key_or_cell_with_a_sign_nobody_sees_is_refused_with_its_code(read: Any, sign: str) -> None:
    code = f"U\\+{ord(sign):04X}"
    with pytest.raises(ScenarioError, match=rf"trial\.yaml:5:3: .*cannot be seen, {code}; remove it"):
        read(f"levers:\n  planning{sign}_share: 0.5\n")
    with pytest.raises(DataError, match=rf"record\.csv:2:1: note: .*cannot be seen, {code}; remove it"):
        parse_observations("record.csv", table(f"{ROW}a{sign}b"), LAST_YEAR)


def test_a_letter_of_another_alphabet_does_not_pass_for_its_twin(read: Any) -> None:
    with pytest.raises(ScenarioError, match=r"is not a lever\. Did you mean 'planning_share'"):
        read("levers:\n  plаnning_share: 0.5\n")


def test_text_that_a_spreadsheet_would_run_stays_text() -> None:
    note = '=HYPERLINK("http://example.org")'
    quoted = note.replace('"', '""')
    assert parse_observations("record.csv", table(f'{ROW}"{quoted}"'), LAST_YEAR)["note"].tolist() == [note]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_ends_of_lines_and_a_byte_order_mark_change_nothing(end: str) -> None:
    plain = table(ROW, ROW.replace("2019", "2018"))
    other = b"\xef\xbb\xbf" + plain.replace(b"\n", end.encode())
    assert parse_observations("record.csv", other, LAST_YEAR).equals(parse_observations("record.csv", plain, LAST_YEAR))


def test_a_table_over_its_limit_or_wrong_from_end_to_end_is_not_read_to_its_end() -> None:
    with pytest.raises(DataError, match=r"record\.csv:1:1: the file is over 5 MB"):
        parse_observations("record.csv", b"x" * (MOST_BYTES + 1), LAST_YEAR)
    with pytest.raises(DataError, match="the rest of the file is not checked") as caught:
        parse_observations("record.csv", table(*(f"{place}" for place in range(100_000))), LAST_YEAR)
    assert len(str(caught.value).splitlines()) == MOST_PROBLEMS + 1


def test_a_problem_found_in_one_reading_of_a_text_is_not_in_the_next() -> None:
    first, second = (parse_source("a.yaml", b"key: value\n") for _ in range(2))
    first.report(("key",), "wrong here")
    assert first.problems and not second.problems
    assert not parse_source("a.yaml", b"key: value\n").problems
