"""How fast Steelyard is, beside its peers; `python -m benchmarks` runs everything."""
