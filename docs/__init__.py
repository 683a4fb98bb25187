"""Documentation, and the command that writes the generated part of it."""
