"""The fuel markets that link two states, read from the tables that ship."""
