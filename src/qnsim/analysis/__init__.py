"""What a run means: outcomes people know, their distribution, the targets they reach, and what decides that."""
