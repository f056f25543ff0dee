"""The jobs behind the commands: each a function that reads, runs, writes and returns what was made."""
