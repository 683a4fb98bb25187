"""Measures of dependence: pure functions of arrays, each with unit, range and citation."""
