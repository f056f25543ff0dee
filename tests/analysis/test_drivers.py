"""What decides an event."""

from __future__ import annotations

import numpy as np
import pytest

from qnsim.analysis.drivers import FEWEST_DRAWS, contrasts, driver_table
from qnsim.chance.blocks import Block, Replicate
from qnsim.chance.designs import Stratified
from qnsim.chance.streams import Streams

BLOCK = Block(tuple(Replicate(number, 1_000 * number, 1_000) for number in range(4)))
LATER = Block(tuple(Replicate(number, 1_000 * number, 1_000) for number in range(4, 8)))


def inputs(block: Block) -> dict[str, np.ndarray]:
    streams = Streams(Stratified(1), block)
    return {name: streams.normal(name) for name in ("idle", "weak", "decisive", "contrary")}


def happened(block: Block) -> np.ndarray:
    x = inputs(block)
    return 3 * x["decisive"] - 1.5 * x["contrary"] + 0.5 * x["weak"] > 2


def test_the_input_that_decides_an_event_comes_first() -> None:
    table = driver_table([contrasts(happened(block), inputs(block), block) for block in (BLOCK, LATER)])
    assert table.columns.tolist() == ["input", "effect", "error"]
    assert table["input"].tolist() == ["decisive", "contrary", "weak", "idle"]
    effect = table.set_index("input")["effect"]
    assert effect["decisive"] > 0.6
    assert effect["contrary"] < -0.25
    assert abs(effect["idle"]) < 0.03


def test_an_input_that_moves_the_mean_but_not_the_event_is_not_a_driver() -> None:
    x = inputs(BLOCK)
    outcome = np.where(x["decisive"] > 1, 20.0, 0.0) + np.clip(x["weak"], -3, 3)  # 10 is crossed by one of them only
    table = driver_table([contrasts(outcome > 10, {name: x[name] for name in ("weak", "decisive")}, BLOCK)])
    assert table["input"].tolist() == ["decisive", "weak"]
    assert abs(table["effect"][1]) < 0.05


def test_the_effect_is_the_chance_in_the_top_quarter_less_that_in_the_bottom_quarter() -> None:
    values = np.tile(np.arange(1_000.0), 4)
    table = driver_table([contrasts(values >= 900, {"x": values}, BLOCK)])
    assert table["effect"][0] == pytest.approx(0.4)
    assert table["error"][0] == pytest.approx(0)


def test_the_error_of_an_effect_is_its_spread_over_replicates() -> None:
    table = driver_table([{"x": [0.1, 0.2], "y": [0.0, 0.0]}, {"x": [0.3], "y": [0.0]}])
    row = table[table["input"] == "x"].iloc[0]
    assert (row["effect"], row["error"]) == pytest.approx((0.2, 0.1 / np.sqrt(3)))


def test_replicates_too_small_for_quarters_are_left_out() -> None:
    block = Block((Replicate(0, 0, FEWEST_DRAWS - 1), Replicate(1, FEWEST_DRAWS - 1, FEWEST_DRAWS)))
    values = np.arange(float(block.size))
    assert [len(found) for found in contrasts(values > 3, {"x": values}, block).values()] == [1]
    assert driver_table([{"x": []}]).empty


@pytest.mark.parametrize("parts", [[{"x": [0.1, 0.2]}, {}], [{}, {"x": [0.1, 0.2]}]])
def test_an_input_that_varies_in_one_block_only_is_still_reported(parts: list[dict[str, list[float]]]) -> None:
    assert driver_table(parts)["input"].tolist() == ["x"]
