"""Where a pair stands among all pairs, in which class stated beforehand, and its composites."""
