"""How the embedded tables are made from imported publisher files, one file for each table."""
