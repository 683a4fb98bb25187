"""Questions to the causal system of a pair: files, runs beside a baseline, what comes out."""
