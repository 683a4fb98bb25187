"""Games between states: who stops a draft, and who leaves it to the other."""
