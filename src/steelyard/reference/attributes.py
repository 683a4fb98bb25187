"""What the tables of states by year and of ties hold: title, unit, extensive or intensive."""

INDICATORS = {
    "gdp": ("Gross domestic product, current prices", "USD m", "extensive"),
    "gdp_ppp": ("Gross domestic product at purchasing power parity", "intl USD m", "extensive"),
    "gdp_ppp_pwt": ("Output at current purchasing power parity", "2017 USD m", "extensive"),
    "gdp_constant": ("Gross domestic product, constant prices", "USD m", "extensive"),
    "population": ("Population", "persons", "extensive"),
    "rd_gdp": ("Spending on research and development", "% of GDP", "intensive"),
    "patents": ("Patent applications by residents", "count", "extensive"),
    "high_tech_exports": ("High-technology exports", "USD m", "extensive"),
    "cinc": ("Composite index of national capability", "1", "extensive"),
    "complexity": ("Economic complexity index", "index", "intensive"),
    "exports_atlas": ("Goods exports, Atlas basis", "USD m", "extensive"),
    "imports_atlas": ("Goods imports, Atlas basis", "USD m", "extensive"),
    "organisations_shared": ("Intergovernmental organisations shared", "count", "extensive"),
    "migrants": (
        "Persons who live in the first state and come from the second",
        "persons",
        "extensive",
    ),
    "leader_visits": ("Visits by leaders", "count", "extensive"),
    "official_finance": ("Chinese official finance committed", "USD m", "extensive"),
}
