"""Models: estimated or calibrated; no input or output."""
