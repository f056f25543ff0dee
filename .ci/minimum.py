"""Print the oldest versions that pyproject.toml promises to work with, as requirements for pip: `numpy==2.1.*`."""

import re
import tomllib
from pathlib import Path

project = tomllib.loads(Path(__file__).parents[1].joinpath("pyproject.toml").read_text(encoding="utf-8"))["project"]
for dependency in project["dependencies"]:
    found = re.fullmatch(r"([\w.-]+)>=([\d.]+)", dependency)
    if not found:
        raise SystemExit(f"pyproject.toml: '{dependency}' has no lower bound of the form name>=1.2")
    print(f"{found[1]}=={found[2]}.*")
