# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 4. Change an equation
#
# **What is asked.** Every result rests on equations that somebody chose. What would the answer be with another one?
#
# The example: in the model, tourist arrivals that were lost come back. Suppose that they do not.

# %%
import qnsim

case = qnsim.read_case()
targets = qnsim.resolution_targets(case)
scenario = qnsim.load_scenario("baseline", case)
design = qnsim.Stratified(seed=1, draws=2_000)

# %% [markdown]
# First look at the equation as it ships: what it is, its unit and what it reads.

# %%
shipped = case.model.variables["tourist_arrivals_growth"]
print(shipped.meaning)
print("unit: ", shipped.unit)
print("reads:", ", ".join(shipped.reads))

# %% [markdown]
# An equation is a plain function. Its name is the variable it computes, the names of its parameters are what it reads,
# and its docstring says what it is. It holds no numbers of its own other than 0, 1 and 2: those belong to the facts,
# with a source. For a maximum or a logarithm there are `qnsim.maximum`, `qnsim.log` and others.


# %%
def tourist_arrivals_growth(tourism_growth, tourist_arrivals):
    """Trend growth of arrivals alone: what was lost does not come back."""
    return tourism_growth * tourist_arrivals


# %% [markdown]
# One line makes a case with this equation. The shipped model stays as it is.

# %%
changed = qnsim.replace_equation(case, tourist_arrivals_growth)
print(case.digest, "->", changed.digest)

# %% [markdown]
# The new equation is checked as the model's own are. A name that is no equation, an input that does not exist, a unit
# that does not fit or a circle within one quarter is refused:


# %%
def tourism_growth(tourist_arrivals):
    """A slip: a number of arrivals where a growth rate belongs."""
    return tourist_arrivals


try:
    qnsim.replace_equation(case, tourism_growth)
except qnsim.QnsimError as fault:
    print(fault)

# %% [markdown]
# ## Run both
#
# The draws are the same, so each future is compared with itself.

# %%
before, after = qnsim.assess([qnsim.prepare(scenario, each, design) for each in (case, changed)], targets)
change, error = after.headline.minus(before.headline)
print(f"P as shipped: {before.headline.value:.3f}")
print(f"P changed:    {after.headline.value:.3f}")
print(f"difference:   {change:+.3f}, error {error:.3f}")

# %% [markdown]
# ## See what moved
#
# The two summaries line up row by row. Medians of the years, the largest relative move first:

# %%
key = ["variable", "sector", "period", "statistic", "unit"]
both = before.summary.merge(after.summary, on=key, suffixes=("_before", "_after"))
medians = both[(both["statistic"] == "p50") & ~both["period"].str.contains("Q")]
first = medians[medians["period"] == before.target.due]
moved = first.assign(move=first["value_after"] - first["value_before"]).query("move != 0")
order = (moved["move"] / moved["value_before"]).abs().sort_values(ascending=False).index
moved.loc[order, ["variable", "sector", "value_before", "value_after", "move", "unit"]].head(10)

# %%
print(f"In {before.target.due} {len(moved)} of {len(first)} medians moved, {len(first) - len(moved)} did not")

# %% [markdown]
# And over the years: how the chance of the target differs.

# %%
years = before.by_year.merge(after.by_year, on=["year", "event"], suffixes=("_before", "_after"))
years = years[years["event"] == "first"]
years[["year", "probability_before", "probability_after", "median_before", "median_after"]].round(3)

# %%
qnsim.draw_fan(after)

# %% [markdown]
# **What the answer means.** If little moved, the doubt about this equation does not matter for the target, and the talk
# can go on to another one. If much moved, the equation needs evidence: see its source in the docstring.
#
# A function written in a notebook runs in this process (or in threads). For worker processes, write it into a module
# that can be imported. To change the model for good, follow `docs/change-the-model.md`.
#
# **Try next**
#
# - Let arrivals recover, but with `qnsim.minimum` of two speeds.
# - Replace a second equation: hand the changed case to `qnsim.replace_equation` again.
# - Run the sensitivity study of the second lesson with the changed case: does the order of causes change?
