"""The triangle of the pair with a third state, and the camps of a larger set of states."""
