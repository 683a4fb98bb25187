"""Trade equilibrium in exact changes, and the production network beneath it."""
