"""Draws from a posterior of hundreds of coordinates in about a minute, and the checks without which none is used.

An ensemble smoother finds where to start, an informed subspace which directions matter, and thousands of chains walk at
once, since a call of the model costs nearly as much for one draw as for hundreds.
"""
