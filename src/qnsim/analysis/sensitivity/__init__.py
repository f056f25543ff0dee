"""What decides an outcome, and what decides its probability: sensitivity indices by well-known methods."""
