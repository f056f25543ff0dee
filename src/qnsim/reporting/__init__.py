"""How results reach people: tables, charts and the files of a run. Nothing here computes a result."""
