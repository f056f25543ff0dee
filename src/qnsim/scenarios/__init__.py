"""What is asked: scenario files and reality checks, read with the place of every mistake."""
