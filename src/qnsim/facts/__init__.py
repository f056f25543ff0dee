"""What is known: parameters, levers, targets, the record. Nothing here knows scenarios or chance."""
