"""Calibration: which values of the coordinates agree with the figures of a record."""
