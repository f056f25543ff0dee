"""The charts: finished numbers in, a figure and its files out."""
