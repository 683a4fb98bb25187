"""One-sector gravity in general equilibrium: who trades what if borders get dearer or cheaper."""
