"""The benchmarks run, with few draws, and their page says what they found."""

from __future__ import annotations

from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # PySD's
def test_every_engine_is_measured_and_told() -> None:
    import engines
    import write_page

    own = engines.own_engines(repeats=1, together=engines.TOGETHER)
    assert {engines.CALLED, engines.STATEMENTS} <= own.keys()
    assert all(seconds > 0 for each in own.values() for seconds in each.values())
    others = engines.other_engines(repeats=1)
    assert set(others) == {engines.PYSD, engines.SIMLIN}
    text = write_page.page(own, others, {"draws": 1.0, "charts": 3.0}, {1: 12.34, 2: 8.76}, {10_000: (1.5, 300.0)})
    assert "| charts | 3.00 | 75% |" in text and "| 10,000 | 1.5 | 300 |" in text
    assert "it takes 8.8 s" in text and "| PySD | " in text


def test_the_parts_of_the_command_add_up() -> None:
    import whole_command

    found = whole_command.parts(draws=80)
    assert set(found) == set(whole_command.PARTS)
    assert all(seconds > 0 for name, seconds in found.items() if name != "imports")


def test_a_size_is_measured_in_a_process_of_its_own() -> None:
    import sizes

    seconds, memory = sizes.measured(80)
    assert seconds > 0.1 and memory > 50


def test_the_page_in_the_docs_is_of_the_script() -> None:
    text = (BENCHMARKS.parent / "docs" / "performance.md").read_text(encoding="utf-8")
    assert "Written by `benchmarks/write_page.py` on " in text
