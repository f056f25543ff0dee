"""A new scenario shows what is in force in its parent: a line that is uncommented and not changed changes nothing."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from qnsim.chance.blocks import Block, Replicate
from qnsim.chance.designs import Stratified
from qnsim.chance.draws import draw
from qnsim.engine.simulate import Horizon
from qnsim.facts.case import Case, read_case
from qnsim.facts.shipped import scenario_folder
from qnsim.scenarios.scenario import Scenario, find_scenarios, read_scenario
from qnsim.scenarios.template import scenario_template

OFFERED = re.compile("^  # (?=[a-z_]+:)", re.MULTILINE)
SHIPPED = find_scenarios([], scenario_folder())


def _child(folder: Path, text: str) -> Scenario:
    (folder / "child.yaml").write_text(text, encoding="utf-8")
    return read_scenario(folder / "child.yaml", read_case().catalogue, scenario_folder())


def _numbers(scenario: Scenario, case: Case) -> dict[str, np.ndarray]:
    block = Block((Replicate(0, 0, 20),))
    drawn = draw(scenario, case, Horizon(2023.0, 32), Stratified(1), block)
    inputs = {**drawn.inputs.constants, **drawn.inputs.paths}
    return {name: np.broadcast_to(values, np.shape(values)) for name, values in inputs.items()}


@pytest.mark.slow
@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_line_and_all_lines_of_a_template_change_nothing(file: Path, tmp_path: Path) -> None:
    case = read_case()
    parent = read_scenario(file, case.catalogue, scenario_folder())
    text = scenario_template("child", file.name, parent, case)
    expected = _numbers(parent, case)
    starts = [found.start() for found in OFFERED.finditer(text)]
    lines = [text[:start] + OFFERED.sub("  ", text[start:], count=1) for start in starts]
    assert len(lines) >= len(case.levers)
    for edited in (*lines, OFFERED.sub("  ", text)):
        found = _numbers(_child(tmp_path, edited), case)
        assert found.keys() == expected.keys()
        for name, values in expected.items():
            np.testing.assert_allclose(found[name], values, rtol=1e-13, err_msg=name)


def test_a_template_names_the_file_and_line_of_each_value(tmp_path: Path) -> None:
    case = read_case()
    file = scenario_folder() / "resolution-2023.yaml"
    parent = read_scenario(file, case.catalogue, scenario_folder())
    text = scenario_template("child", file.name, parent, case)
    line = parent.settings["training_policy"].place.line
    assert "training_policy: {2023: {triangular: [0, 0.2, 0.6], unit: 'pp / year'}}" in text
    assert f"# resolution-2023.yaml:{line}; Extra training" in text
