"""The pages say what the program says."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from qnsim.workflow import run_scenarios

ROOT = Path(__file__).parents[1]


def test_the_tables_in_the_docs_are_those_of_a_run() -> None:
    spec = importlib.util.spec_from_file_location("update_docs", ROOT / "docs" / "update_docs.py")
    assert spec
    assert spec.loader
    docs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(docs)
    for page, found in docs.blocks(run_scenarios(out=None)).items():
        text = page.read_text(encoding="utf-8")
        assert docs.with_blocks(text, found) == text, f"{page.name} is out of date; run: python docs/update_docs.py"


def test_every_link_in_the_pages_leads_somewhere() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
            assert target.startswith("http") or (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_python_example_of_the_readme_runs() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    exec(example.replace("10_000", "400"), names)
    assert names["draws"]["grdp"].sizes == {"quarter": 32, "draw": 400}  # type: ignore[index]
