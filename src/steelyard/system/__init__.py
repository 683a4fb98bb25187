"""The system: models of stocks, flows and auxiliaries that run, with their loops and exchange.

`model` has the records, `simulation` runs them, `graph` and `loops` take them apart, `link_scores`
and `dominance` say which links and loops make the behaviour, `xmile` reads and `xmile_text` writes
files of other programs.
"""
