"""The states between: where the two sides compete, in which dimensions, and who is ahead."""
