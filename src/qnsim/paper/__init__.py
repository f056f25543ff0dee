"""The model on paper: formulas, pages, diagrams, and the exchange file for other programs."""
