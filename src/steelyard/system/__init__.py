"""The system: models of stocks, flows and auxiliaries that run, with their loops and exchange.

`model` has the records, `simulation` runs them, `graph` and `loops` take them apart, `dominance`
says which loops make the behaviour, `xmile` reads and writes files of other programs.
"""
