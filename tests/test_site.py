"""The site builds without a warning, every page is in its tree, every link and anchor leads somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import site_pages

import qnsim

OUTSIDE = ("http", "mailto")


class Page(HTMLParser):
    """The anchors of a page and what it links to or shows."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = {""}
        self.targets: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.anchors |= {value for name in ("id", "name") if (value := found.get(name))}
        self.targets += [value for name in ("href", "src") if (value := found.get(name))]


@cache
def read(file: Path) -> Page:
    return Page(file.read_text(encoding="utf-8"))


def broken(file: Path) -> Iterator[str]:
    """The targets of a page that are not there."""
    for target in read(file).targets:
        parts = urlsplit(target)
        other = (file.parent / unquote(parts.path)).resolve() if parts.path else file
        if target.startswith(OUTSIDE):
            continue
        if not other.exists() or (other.suffix == ".html" and unquote(parts.fragment) not in read(other).anchors):
            yield f"{file.name}: {target}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-d", out / "doctrees", "-b", "html"]
    done = subprocess.run([*command, site_pages.DOCS, out / "html"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return out / "html"


@pytest.mark.slow
def test_every_page_of_the_docs_is_on_the_site_and_in_its_tree(site: Path) -> None:
    start = read(site / "index.html").targets
    for page in site_pages.DOCS.glob("*.md"):
        assert (site / f"{page.stem}.html").exists()
        assert page.stem == site_pages.START or f"{page.stem}.html" in start


@pytest.mark.slow
def test_every_link_and_picture_of_the_site_leads_somewhere(site: Path) -> None:
    pages = [*site.glob("*.html"), *site.glob("made/*.html")]
    assert len(pages) > 20
    assert [fault for page in pages for fault in broken(page)] == []


@pytest.mark.slow
def test_the_reference_tells_of_every_public_name(site: Path) -> None:
    assert {f"qnsim.{name}" for name in qnsim.__all__} - read(site / "made" / "api.html").anchors == set()


@pytest.mark.slow
def test_every_block_has_its_picture_on_the_site(site: Path) -> None:
    pictures = [Path(target) for target in read(site / "made" / "blocks.html").targets if target.endswith(".svg")]
    shown = {picture.stem.rstrip("123456789") for picture in pictures}  # two pictures of one name are numbered
    assert {block.__name__.rpartition(".")[2] for block in site_pages.BLOCKS} - shown == set()


def test_a_page_that_the_tree_does_not_name_stands_with_the_evidence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "new-page.md").write_text("# New", encoding="utf-8")
    monkeypatch.setattr(site_pages, "DOCS", tmp_path)
    assert site_pages.tree()[site_pages.EVIDENCE][-1] == "new-page"
    assert "\nnew-page\n" in site_pages.tree_lines()


def test_every_page_is_in_the_tree_once() -> None:
    pages = [page for below in site_pages.tree().values() for page in below]
    assert len(set(pages)) == len(pages)
    assert {page.stem for page in site_pages.DOCS.glob("*.md")} == {p for p in pages if "/" not in p} | {"index"}


@pytest.mark.parametrize(
    ("text", "file", "page", "expected"),
    [
        (
            "[a](docs/record.md#growth-by-branch)",
            "README.md",
            "docs/made/readme.md",
            "[a](../record.md#growth-by-branch)",
        ),
        ("[a](../CONTRIBUTING.md)", "docs/planner.md", "docs/planner.md", "[a](made/contributing.md)"),
        ("[a](CONTRIBUTING.md)", "README.md", "docs/made/readme.md", "[a](contributing.md)"),
        ("[a](record.md)", "docs/planner.md", "docs/planner.md", "[a](record.md)"),
        ("[a](https://x.org/README.md)", "README.md", "docs/made/readme.md", "[a](https://x.org/README.md)"),
        ("[a](#commands)", "README.md", "docs/made/readme.md", "[a](#commands)"),
        ("![a](docs/pictures/record.png)", "README.md", "docs/made/readme.md", "![a](../pictures/record.png)"),
    ],
)
def test_a_link_of_a_page_leads_to_the_page_of_the_site(text: str, file: str, page: str, expected: str) -> None:
    assert site_pages.relinked(text, file, page) == expected


def test_the_pages_are_plain_markdown() -> None:
    """No directive of Sphinx, which a forge would show as code."""
    for page in site_pages.DOCS.glob("*.md"):
        assert not re.search(r"^(```|:::)\{", page.read_text(encoding="utf-8"), re.MULTILINE), page.name
