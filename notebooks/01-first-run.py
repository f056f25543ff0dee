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
# # 1. A first run
#
# **What is asked.** A province resolved to grow by more than a target. How likely is that, as things stand?
#
# qnsim answers by simulating the economy many times. Each simulation is one future: every uncertain number is drawn
# anew. The probability is the share of futures in which the target is reached.

# %%
import qnsim

# %% [markdown]
# A **case** is a place on a day: its facts, its levers and the model they feed. Nothing that became known after that
# day is in it.

# %%
case = qnsim.read_case()
case

# %% [markdown]
# A **scenario** says what the province and the world do. The baseline is what is expected without a change of policy.
# The **targets** are those of the resolution; one of them is the headline.

# %%
scenario = qnsim.load_scenario("baseline", case)
targets = qnsim.resolution_targets(case)
headline = next(target for target in targets if target.headline)
print(headline.indicator["en"], headline.comparator, headline.threshold, headline.unit, "in", headline.due)

# %% [markdown]
# An **experiment** is a scenario with its draws. The seed makes the draws the same on every machine. Few draws are
# quick and coarse; for a report take ten thousand.

# %%
experiment = qnsim.prepare(scenario, case, qnsim.Stratified(seed=1, draws=2_000))
experiment

# %%
(result,) = qnsim.assess([experiment], targets)
chance = result.headline
print(f"P = {chance.value:.3f}, error {chance.error:.3f}")

# %% [markdown]
# **What the number means.** The first number is the share of simulated futures that reach the target. The error is one
# standard error of the simulation: with other random numbers the answer would usually move by about so much. It says
# nothing of the risk that the model itself is wrong.
#
# More draws make the error smaller, but do not make the model better:

# %%
(larger,) = qnsim.assess([qnsim.prepare(scenario, case, qnsim.Stratified(seed=1, draws=8_000))], targets)
for each in (result, larger):
    print(f"{each.experiment.draws:>6} draws: P = {each.headline.value:.3f}, error {each.headline.error:.3f}")

# %% [markdown]
# **The fan** shows what the single number hides: how wide the futures lie, the record before them, and the chance in
# every year.

# %%
qnsim.draw_fan(larger)

# %% [markdown]
# **The table of years** holds the same as numbers: in each year the chance, its error, the middle of growth and the
# range that holds nine futures in ten. The event `first` judges the figure that is published first, `final` the one
# after revisions.

# %%
larger.by_year

# %% [markdown]
# Any other number of the run is in the summary. It is asked for by name, year and statistic.

# %%
low, middle, high = (larger.statistic("grdp", headline.due, each) for each in ("p05", "median", "p95"))
unit = larger.summary.query("variable == 'grdp'")["unit"].iloc[0]
print(f"GRDP in {headline.due}, {unit}:")
print(f"half of all futures lie below {middle:.0f}, nine in ten from {low:.0f} to {high:.0f}")

# %% [markdown]
# And what goes with reaching the target? `effect` is the chance in the top quarter of an input's values less the
# chance in its bottom quarter.

# %%
drivers = larger.drivers.head()
drivers.assign(label=[case.label(name, "en") for name in drivers["input"]])

# %% [markdown]
# **Try next**
#
# - Load another scenario, such as `"slow-disbursement"`, and see the fan move.
# - Change the seed: does the probability stay within two errors?
# - Go on with the next lesson: what decides this number?
