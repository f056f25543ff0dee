"""Files somebody else wrote: text, and YAML that remembers where each part stands."""
