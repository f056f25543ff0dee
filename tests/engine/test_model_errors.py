"""One tiny bad module per error of `build`: the message names file, line and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from qnsim.engine.declare import Stock, auxiliary, flow
from qnsim.engine.model import build
from qnsim.errors import ModelError

WORDS = "uses the words of qnsim.engine.words, not functions of"
NO_NUMBER = "a comparison is no number; use where(condition, yes, no)"
BRANCH = "cannot branch with 'if', 'and' or 'or'; use where(condition, yes, no)"
CASES = {
    ("unknown_name",): (
        "unknown_name.py:8: 'wear' reads 'capitals', which is not a stock, flow, auxiliary or parameter. "
        "Did you mean 'capital'?"
    ),
    ("duplicate_first", "duplicate_second"): (
        "duplicate_second.py:6: 'output' is already defined at duplicate_first.py:6"
    ),
    ("duplicate_stock_first", "duplicate_stock_second"): (
        "duplicate_stock_second: stock 'capital' is declared twice; give one of them another name"
    ),
    ("loop_of_one",): "loop_of_one.py:6: a loop within one quarter: prices -> prices. Put a stock (a delay)",
    ("flow_into_auxiliary",): (
        "flow_into_auxiliary.py:14: 'investment' changes 'capitals', which is not a stock. Did you mean 'capital'?"
    ),
    ("start_moves",): "stock 'capital' starts at 'capital_start', which is not known before the first quarter",
    ("start_unknown",): "stock 'capital' starts at 'wear_rates', unknown. Did you mean 'wear_rate'?",
    ("comparison",): f"comparison.py:6: 'shortage': {NO_NUMBER}",
    ("comparison_as_number",): f"comparison_as_number.py:6: 'shortage': {NO_NUMBER}",
    ("branch",): f"branch.py:6: 'shortage': an equation {BRANCH}",
    ("and_word",): f"and_word.py:7: 'shortage': an equation {BRANCH}",
    ("builtin_minimum",): f"builtin_minimum.py:6: 'shortage': an equation {BRANCH}",
    ("math_function",): f"math_function.py:8: 'shortage': an equation {WORDS} math",
    ("over_a_variable",): "over_a_variable.py:6: 'shortage': an equation cannot loop over a variable",
    ("magic_number",): "magic_number.py:6: 'shortage': it contains the number 0.85; make it a parameter with a source",
    ("magic_number_behind_a_name",): "magic_number_behind_a_name.py:8: 'shortage': it contains the number 0.85",
    ("unused_input",): "unused_input.py:6: 'shortage': it names 'wear_rate' but its formula does not use it",
    ("no_docstring",): "no_docstring.py:6: 'shortage' has no docstring; say in one sentence what it is",
    ("also_a_parameter",): "also_a_parameter.py:6: 'wear_rate' is also a parameter; give one of them another name",
    ("also_a_stock_first", "also_a_stock_second"): "also_a_stock_second.py:6: 'capital' is also a stock",
    ("also_the_clock",): "also_the_clock.py:6: 'time' is also the clock",
    ("text_for_a_value",): "text_for_a_value.py:6: 'shortage': an equation works on its inputs and on numbers",
    ("remainder",): "remainder.py:6: 'shortage': its body cannot be read as a formula",
}


@pytest.mark.parametrize("files", CASES, ids=" ".join)
def test_a_bad_model_is_refused_with_place_and_remedy(bad_model: Any, files: tuple[str, ...]) -> None:
    with pytest.raises(ModelError, match=re.escape(CASES[files])):
        bad_model(*files)


def test_a_loop_is_named_from_variable_to_variable(bad_model: Any) -> None:
    with pytest.raises(ModelError, match=r"loop\.py:\d+: a loop within one quarter: (wages|prices) -> ") as caught:
        bad_model("loop")
    assert {"wages", "prices"} <= set(re.findall(r"\w+", str(caught.value)))


def test_a_function_of_numpy_is_refused_where_it_stands(bad_model: Any) -> None:
    with pytest.raises(ModelError, match=r"numpy_function\.py:8: 'shortage'"):
        bad_model("numpy_function")


def test_a_function_of_numpy_is_refused_in_words_of_the_house(bad_model: Any) -> None:
    with pytest.raises(ModelError, match=re.escape(f"{WORDS} NumPy")):
        bad_model("numpy_function")


def test_a_stock_with_the_name_of_a_parameter_is_refused(bad_model: Any) -> None:
    with pytest.raises(ModelError, match="wear_rate"):
        bad_model("stock_also_a_parameter")


def test_a_flow_without_a_stock_cannot_be_declared() -> None:
    with pytest.raises(TypeError, match="names the stock it leaves"):
        flow("VND / year")


def test_an_equation_imported_into_another_module_counts_once(module_of: Callable[..., Any]) -> None:
    @auxiliary("1")
    def output(wear_rate: Any) -> Any:
        """Output."""
        return 2 * wear_rate

    home, guest = module_of(output, name="home"), module_of(name="guest", output=output)
    assert list(build([home, guest], ["wear_rate"], []).variables) == ["output"]


def test_a_stock_imported_into_another_module_is_the_same_stock(module_of: Callable[..., Any]) -> None:
    capital = Stock("VND")
    modules = [module_of(name="home", capital=capital), module_of(name="guest", capital=capital)]
    assert build(modules, [], []).stocks == {"capital": capital}
