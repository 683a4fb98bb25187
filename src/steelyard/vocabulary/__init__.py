"""Words that everyone shares: states, blocs, commodities, units, provenance, errors."""
