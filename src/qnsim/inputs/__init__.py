"""What a run reads: parameters, levers, targets, observations, scenarios and random draws."""
