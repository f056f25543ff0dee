"""`python -m qnsim` is the command line."""

from qnsim.cli import main

main()
