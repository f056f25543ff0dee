"""The back-test: what the model and simple forecasts said at the end of each earlier year, and how good they were."""
