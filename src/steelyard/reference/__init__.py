"""The embedded dataset and the recipe that built it."""
