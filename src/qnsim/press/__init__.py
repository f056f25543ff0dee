"""What all that is printed shares: numbers, colours, lettering, shapes, and whole files."""
