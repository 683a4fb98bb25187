"""One file for one product of one publisher: parse only, as published."""
