"""Stock-and-flow pictures: what is drawn, where it stands, how it looks."""
