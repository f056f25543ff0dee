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
# # 2. A sensitivity study
#
# **What is asked.** What decides whether the target is reached? There are many uncertain inputs, so the question is
# asked in three steps: which inputs matter at all, which group of causes matters most, and what matters within it.

# %%
import qnsim

case = qnsim.read_case()
targets = qnsim.resolution_targets(case)
headline = next(target for target in targets if target.headline)
experiment = qnsim.prepare(qnsim.load_scenario("baseline", case), case)
print(len(qnsim.coordinates(experiment)), "numbers are drawn in a run")

# %% [markdown]
# Two different things may be meant by "decides". The **mean** outcome is growth itself, in points. The **probability**
# is of the event that the target is reached. An input can move growth a lot and hardly ever tip it over the target, so
# both are studied.
#
# ## Step 1: screening
#
# Morris' method moves one input at a time, from many places, and measures how far the outcome goes. It is rough and
# quick: enough to see what can be left aside.

# %%
screening = qnsim.sensitivity(experiment, headline, qnsim.Morris(trajectories=10), by="inputs")
print(screening.attrs["runs"], "runs")
growth = screening[screening["of"] == "mean"].sort_values("index", ascending=False)
growth[["label", "group", "index", "low", "high"]].head(8)

# %% [markdown]
# `index` is the average move of growth, in points, when the input moves by half of its probability; `low` and `high`
# are its interval. How many inputs cannot be told from nothing?

# %%
idle = growth[growth["low"] <= growth["floor"]]
print(f"{len(idle)} of {len(growth)} inputs cannot be told from one that does nothing")

# %% [markdown]
# ## Step 2: by group of causes
#
# Sobol's method divides the variance of an outcome among the groups. `first` is the share of a group alone, `total`
# with everything it takes part in.

# %%
by_group = qnsim.sensitivity(experiment, headline, qnsim.Sobol(size=512))
print(by_group.attrs["runs"], "runs")
qnsim.draw_sensitivity(by_group, experiment, headline)

# %% [markdown]
# **Mean against probability.** Side by side, as numbers:

# %%
total = by_group[by_group["kind"] == "total"]
shares = total.pivot_table(index="input", columns="of", values="index")
shares.sort_values("probability", ascending=False).round(2)

# %% [markdown]
# Shares of growth nearly add up when causes act one beside the other. Those of the probability add up to more: the
# target is reached when several things go well in the same future, so each of them takes part in much of the variance.

# %%
print(shares.sum().round(2).to_string())

# %% [markdown]
# ## Step 3: within the group that matters
#
# The group is taken from the table, not from memory: the one with the largest share of the probability. If the lines of
# two groups overlap in the chart, look into both. Its inputs are now studied one by one, and every other group as a
# whole.

# %%
decisive = shares["probability"].idxmax()
print("Looking into:", decisive)
within = qnsim.sensitivity(experiment, headline, qnsim.Sobol(size=256), by=decisive)
print(within.attrs["runs"], "runs")

# %%
inside = within[(within["kind"] == "total") & (within["group"] == decisive)]
ranked = inside.pivot_table(index="label", columns="of", values="index")
ranked.sort_values("probability", ascending=False).round(2).head(8)

# %%
qnsim.draw_sensitivity(within, experiment, headline)

# %% [markdown]
# **What the answer means.** The inputs at the top are where knowing more would tell most about the target. That is not
# yet what the province can do about it: most inputs are the doing of firms, of the world or of the weather, not levers.
#
# The sizes here are small. A bar that is wide says that more runs are needed, not that the input is unimportant.
#
# **Try next**
#
# - Double the size: do the intervals shrink, and does the order stay?
# - Study a later year with `through`, or another target of the resolution.
# - Ask what the levers could do instead: the next lesson.
