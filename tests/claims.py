"""What the tests prove, in sentences: the claims of docs/validation.md and the figures measured for them.

A test marked `@pytest.mark.claim("what is true", how="how it is tested")` counts for that claim; the fixture `figure`
notes a number that was measured on the way. `python -m pytest --claims FILE` writes all of it as JSON, from which
docs/update_docs.py makes the page. The outcome of a test travels with its report, so tests may run in many processes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Figure = Callable[..., None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--claims", metavar="FILE", type=Path, help="write claims, their tests and figures as JSON")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "claim(sentence, how): the test proves this sentence of docs/validation.md")
    config.pluginmanager.register(Claims(config.getoption("--claims")), "collected-claims")


@pytest.fixture
def figure(record_property: Callable[[str, Any], None]) -> Figure:
    """Notes a measured figure for the validation page: `figure("largest relative difference", value, limit=1e-12)`."""

    def note(name: str, value: float, limit: float | None = None, unit: str = "") -> None:
        record_property("figure", {"name": name, "value": float(value), "limit": limit, "unit": unit})

    return note


class Claims:
    """Collects the outcome and the figures of every test that stands for a claim."""

    def __init__(self, file: Path | None):
        self.file = file
        self.found: dict[str, dict[str, Any]] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Iterator[None]:
        report = yield
        claim = item.get_closest_marker("claim")
        if claim:
            report.user_properties.append(("claim", {"sentence": claim.args[0], "how": claim.kwargs["how"]}))
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        said = [value for name, value in report.user_properties if name == "claim"]
        if said and (report.when == "call" or not report.passed):
            entry = self.found.setdefault(said[0]["sentence"], {"how": said[0]["how"], "tests": {}, "figures": []})
            entry["how"] = min(entry["how"], said[0]["how"])  # tests may say it apart and end in any order
            test = report.nodeid.partition("[")[0]
            if entry["tests"].get(test, "passed") == "passed":
                entry["tests"][test] = report.outcome
            entry["figures"] += [value for name, value in report.user_properties if name == "figure"]

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.file and not hasattr(session.config, "workerinput"):
            in_order = dict(sorted(self.found.items()))
            self.file.write_text(json.dumps(in_order, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
