"""System dynamics: stocks, flows and auxiliaries on many draws at once. Nothing here knows the economy."""
