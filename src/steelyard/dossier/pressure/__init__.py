"""Games of pressure: who can press whom, where to turn, and who gets ahead in between."""
