"""The fuel markets of the reference dataset: baselines, what-ifs, bargains and their check."""
