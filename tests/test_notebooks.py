"""The lessons run from the first cell to the last, show tables and pictures, and use public names alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import qnsim

FOLDER = Path(__file__).parents[1] / "notebooks"
LESSONS = sorted(FOLDER.glob("*.py"))
NAMES = [lesson.stem for lesson in LESSONS]
MOST_CELLS = 30
MARKDOWN, CODE = "# %% [markdown]", "# %%"
FIGURE = re.compile(r"\d+[.,]\d|\d\s*%|\d\s*points?\b")
each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)


def cells_of(lesson: Path) -> Iterator[tuple[str, str]]:
    """The mark and the text of each cell."""
    head, *cells = re.split(r"^(?=# %%)", lesson.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert "format_name: percent" in head
    for cell in cells:
        mark, _, text = cell.partition("\n")
        yield mark, text


def executed(lesson: Path, folder: Path) -> Any:
    """The notebook of a lesson with what its cells show."""
    import jupytext
    from nbclient import NotebookClient

    notebook = jupytext.read(lesson)
    NotebookClient(notebook, timeout=240, resources={"metadata": {"path": str(folder)}}).execute()
    return notebook


def shown(notebook: Any) -> set[str]:
    """The kinds of what the cells show."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", ()))
    return {kind for output in outputs for kind in output.get("data", ())}


def test_there_are_four_lessons() -> None:
    assert NAMES == ["01-first-run", "02-sensitivity-study", "03-compare-and-goal-seek", "04-change-an-equation"]


@each_lesson
def test_a_lesson_is_short_and_explains_itself(lesson: Path) -> None:
    marks = [mark for mark, _ in cells_of(lesson)]
    assert len(marks) <= MOST_CELLS
    assert set(marks) == {MARKDOWN, CODE}
    assert marks[0] == MARKDOWN
    prose = "".join(text for mark, text in cells_of(lesson) if mark == MARKDOWN)
    assert [part for part in ("What is asked", "means", "Try next") if part not in prose] == []


@each_lesson
def test_the_prose_holds_no_figure_that_a_run_could_change(lesson: Path) -> None:
    prose = "".join(text for mark, text in cells_of(lesson) if mark == MARKDOWN)
    assert FIGURE.findall(prose) == []


@each_lesson
def test_a_lesson_uses_public_names_alone(lesson: Path) -> None:
    nodes = list(ast.walk(ast.parse(lesson.read_text(encoding="utf-8"))))
    imports = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    assert imports == ["qnsim"]
    assert not any(isinstance(node, ast.ImportFrom) for node in nodes)
    attributes = [node for node in nodes if isinstance(node, ast.Attribute)]
    used = {node.attr for node in attributes if isinstance(node.value, ast.Name) and node.value.id == "qnsim"}
    assert used <= set(qnsim.__all__)
    names = [node.id for node in nodes if isinstance(node, ast.Name)]
    assert [name for name in (*names, *(node.attr for node in attributes)) if name.startswith("_")] == []


@pytest.mark.slow
@each_lesson
def test_a_lesson_runs_and_shows_tables_and_pictures(
    lesson: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("PYTHONPATH", str(Path(qnsim.__file__).parents[1]))
    before = sorted(FOLDER.rglob("*"))
    assert {"text/html", "image/svg+xml"} <= shown(executed(lesson, work))
    assert list(work.iterdir()) == []
    assert sorted(FOLDER.rglob("*")) == before
