"""The only place that knows DuckDB and Parquet."""
