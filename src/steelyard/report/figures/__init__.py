"""Every figure of the report, drawn from a dossier's records."""
