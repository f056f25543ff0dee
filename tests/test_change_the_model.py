"""The recipes of docs/change-the-model.md are carried out, word by word, on a copy of the project."""

from __future__ import annotations

import fnmatch
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "change-the-model.md"
COPIED = ("src", "data", "scenarios", "docs", "schema", "tests", "pyproject.toml")
LEFT_BEHIND = ("runs/*", "*__pycache__*", ".pytest_cache/*", ".hypothesis/*")
STEP = re.compile(r"^(?P<said>\S[^\n]*):\n\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
RUN = {"Run": 0, "Run, and expect exit code 1": 1}


@dataclass(frozen=True)
class Recipe:
    """A section of the page: its title, the files it says it touches, and its steps as (what is said, text)."""

    title: str
    touches: frozenset[str]
    steps: tuple[tuple[str, str], ...]


def read_recipes(page: str) -> Iterator[Recipe]:
    for section in page.split("\n## ")[1:]:
        title, _, body = section.partition("\n")
        touched = re.search(r"^Touches (.*?)\.\n\n", body, re.MULTILINE | re.DOTALL)
        if touched:
            steps = tuple((step["said"], step["text"]) for step in STEP.finditer(body))
            yield Recipe(title, frozenset(re.findall("`([^`]+)`", touched[1])), steps)


RECIPES = {recipe.title: recipe for recipe in read_recipes(PAGE.read_text(encoding="utf-8"))}


def follow(recipe: Recipe, project: Path) -> None:
    """Do what each step says; `with:` follows the text it replaces."""
    named, old = "", ""
    for said, text in recipe.steps:
        named, *line = re.findall("`([^`]+)`", said) or [named]
        if said in RUN:
            run_commands(text, project, RUN[said])
        elif said.startswith("See in "):
            (file,) = project.glob(named)
            assert_promised(text, file.read_text(encoding="utf-8"))
        elif said.endswith(", replace"):
            old = text
        else:
            edit(project / named, said, text, *line or [old])


def edit(file: Path, said: str, text: str, place: str) -> None:
    """Write a file or change one, at a line or at a text that it holds once."""
    if said.startswith("Write to "):
        assert not file.exists()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    elif said.startswith("Append to "):
        between = "\n\n" if file.suffix == ".py" else ""
        file.write_text(file.read_text(encoding="utf-8") + between + text, encoding="utf-8")
    elif said == "with":
        replace_once(file, place, text)
    elif ", before the line " in said:
        replace_once(file, f"\n{place}\n", f"\n{text}{place}\n")
    else:
        assert ", after the line " in said, f"'{said}' is no step that this test knows"
        replace_once(file, f"\n{place}\n", f"\n{place}\n{text}")


def replace_once(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file.name} holds {text.count(old)} times:\n{old}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def run_commands(console: str, project: Path, expected: int) -> None:
    """Run each line that begins with a dollar sign; the lines below it are promised."""
    environment = {**os.environ, "PYTHONPATH": str(project / "src"), "COLUMNS": "140"}
    for entry in console.removeprefix("$ ").split("\n$ "):
        line, _, promised = entry.partition("\n")
        program, *arguments = shlex.split(line)
        command = {"qnsim": [sys.executable, "-m", "qnsim"], "python": [sys.executable]}[program]
        done = subprocess.run(
            [*command, *arguments], cwd=project, capture_output=True, encoding="utf-8", env=environment, check=False
        )
        assert done.returncode == expected, f"{line}\n{done.stdout}{done.stderr}"
        assert_promised(promised, done.stdout)


def assert_promised(promised: str, printed: str) -> None:
    """Every promised line is among the printed ones, in the order of the promise; `...` stands for anything."""
    lines = iter(line.strip() for line in printed.splitlines())
    for promise in promised.splitlines():
        wanted = re.compile(".*".join(map(re.escape, promise.strip().split("..."))))
        assert any(wanted.fullmatch(line) for line in lines), f"not printed: {promise}\n{printed}"


def contents(project: Path) -> Mapping[str, bytes]:
    found = {file.relative_to(project).as_posix(): file for file in project.rglob("*") if file.is_file()}
    return {
        name: file.read_bytes()
        for name, file in found.items()
        if not any(fnmatch.fnmatch(name, pattern) for pattern in LEFT_BEHIND)
    }


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_the_page_has_a_recipe_for_every_usual_change() -> None:
    things = ("an equation with two parameters", "a parameter", "a lever", "a target", "a measure", "a scenario")
    assert set(RECIPES) == {*(f"Add {thing}" for thing in things), "Add a province", "Change an equation"}


@pytest.mark.parametrize("title", RECIPES)
def test_a_recipe_works_as_written_and_touches_only_what_it_says(title: str, project: Path) -> None:
    before = contents(project)
    follow(RECIPES[title], project)
    after = contents(project)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert changed == RECIPES[title].touches
