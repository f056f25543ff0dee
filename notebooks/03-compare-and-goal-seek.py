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
# # 3. Compare, and seek a goal
#
# **What is asked.** What does a plan add, and which part of it? And the other way round: what would it take to make the
# target as likely as we wish?

# %%
import qnsim

case = qnsim.read_case()
targets = qnsim.resolution_targets(case)
headline = next(target for target in targets if target.headline)
design = qnsim.Stratified(seed=1, draws=1_000)
baseline, plan = (qnsim.load_scenario(name, case) for name in ("baseline", "resolution-2023"))

# %% [markdown]
# ## Two scenarios
#
# Both are simulated with the same random numbers, so a difference has a much smaller error than either side.

# %%
comparison = qnsim.compare([qnsim.prepare(each, case, design) for each in (baseline, plan)], headline)
differences = comparison.differences_of(plan.name)
differences[differences["of"].isin(["mean", "probability"])][["year", "of", "difference", "error", "unit"]]

# %% [markdown]
# `pp` is percentage points; a probability of unit 1 is a share. What explains the difference? Each setting that differs
# is switched by itself, before and after the others. Its part is the average of what switching it adds, and the parts
# add up to the whole.

# %%
qnsim.draw_waterfall(comparison)

# %%
parts = comparison.parts_of(plan.name)
chance = parts[(parts["of"] == "probability") & (parts["year"] == headline.due)]
chance.sort_values("part", ascending=False)[["label", "part", "error"]]

# %% [markdown]
# ## A goal
#
# These are the levers of the province. We ask for a probability somewhat above the one that stands.

# %%
for lever in case.levers.values():
    print(f"{lever.name}: {lever.low:g} to {lever.high:g} {lever.unit}, {lever.label['en']}")

# %%
(now,) = qnsim.assess([qnsim.prepare(baseline, case, design)], targets)
wanted = round(now.headline.value + 0.05, 2)
print(f"now {now.headline.value:.2f}, wanted {wanted:.2f}")
answer = qnsim.goal(baseline, case, [headline], wanted, "public_investment_disbursement_rate", design)
answer

# %%
qnsim.draw_goal(answer, baseline)

# %% [markdown]
# `value` is where the lever must stand for the whole run, `low` and `high` the interval of that value from the
# simulation. The stripes of the chart are the bands of the lever: what is usual, and what would be a feat.
#
# ## A goal that is refused
#
# Near certainty is more than one lever can give. qnsim does not stretch the lever beyond its range; it says what the
# best of the range is.

# %%
refused = qnsim.goal(baseline, case, [headline], 0.9, "public_investment_disbursement_rate", design)
best_at, best = refused.best
print("value:", refused.value)
print(f"best in the range: P = {best.value:.3f}, error {best.error:.3f}, with the lever at {best_at:g}")
refused

# %%
qnsim.draw_goal(refused, baseline)

# %% [markdown]
# ## Two levers: the line of equal probability
#
# If one lever does more, the other may do less. Each row is a pair of values with the same probability. Where there is
# no value, no place in the range of the first lever is enough, or every place is; `lowest` and `best` tell which.

# %%
levers = ("public_investment_disbursement_rate", "tourism_growth_policy")
line = qnsim.iso_probability(baseline, case, [headline], wanted, levers, qnsim.Stratified(seed=1, draws=400))
line.round(3)

# %% [markdown]
# **What the answer means.** A value says what would be enough in this model, all else as in the scenario. It does not
# say that the value can be had, or what it costs: look at the bands, and at who decides the lever.
#
# **Try next**
#
# - Seek the same goal from the plan instead of the baseline.
# - Ask for several targets at once: hand over more of the resolution's targets in the list.
# - Does the answer depend on one equation? The last lesson changes one.
