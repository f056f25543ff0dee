"""The file of a posterior."""

from pathlib import Path

import numpy as np
import pytest

from qnsim.errors import DataError
from qnsim.facts.posterior import STEPS, Posterior, posterior_bytes, read_posterior

STATES = np.random.default_rng(1).random((2, 50))
MADE = Posterior({"a": "normal(0, 1)", "b@2016": "beta(2, 3)"}, STATES, np.array([[1.5, np.nan]]), "0123", {"seed": 1})


def written(tmp_path: Path, content: bytes) -> Path:
    file = tmp_path / "posterior.npz"
    file.write_bytes(content)
    return file


def test_it_comes_back_to_the_nearest_step(tmp_path: Path) -> None:
    found = read_posterior(written(tmp_path, posterior_bytes(MADE)))
    assert np.abs(found.states - STATES).max() <= 0.5 / (STEPS + 1)
    assert found.marginals == MADE.marginals
    assert np.array_equal(found.probe, MADE.probe, equal_nan=True)
    assert (found.sources, found.about) == ("0123", {"seed": 1})


def test_the_ends_stay_inside_the_unit_interval(tmp_path: Path) -> None:
    ends = Posterior({"a": ""}, np.array([[1e-12, 1 - 1e-12]]), np.zeros((1, 1)), "", {})
    found = read_posterior(written(tmp_path, posterior_bytes(ends)))
    assert 0 < found.states.min() < found.states.max() < 1


def test_the_same_posterior_has_the_same_bytes() -> None:
    assert posterior_bytes(MADE) == posterior_bytes(MADE)


@pytest.mark.parametrize("place", range(0, 500, 7))
def test_a_damaged_file_gives_no_number(tmp_path: Path, place: int) -> None:
    content = bytearray(posterior_bytes(MADE))
    content[place] ^= 0x55
    try:
        found = read_posterior(written(tmp_path, bytes(content)))
    except DataError as fault:
        assert "posterior.npz" in str(fault)
        assert "make it anew with: qnsim calibrate" in str(fault)
    else:  # a byte that stands for nothing, such as a date
        assert np.array_equal(found.states, read_posterior(written(tmp_path, posterior_bytes(MADE))).states)


def test_half_a_file_and_no_file_are_told(tmp_path: Path) -> None:
    content = posterior_bytes(MADE)
    for cut in (0, 10, len(content) // 2, len(content) - 1):
        with pytest.raises(DataError, match="cannot be read as a posterior"):
            read_posterior(written(tmp_path, content[:cut]))
    with pytest.raises(DataError, match="the file cannot be read: No such file"):
        read_posterior(tmp_path / "none.npz")


def test_states_that_do_not_fit_their_names_are_refused(tmp_path: Path) -> None:
    other = Posterior({"a": ""}, STATES, MADE.probe, "", {})
    with pytest.raises(DataError, match=r"\(2, 50\) states do not fit 1 coordinates"):
        read_posterior(written(tmp_path, posterior_bytes(other)))
