"""The report of a run: one content in one language, written as Word, PDF and Excel."""
