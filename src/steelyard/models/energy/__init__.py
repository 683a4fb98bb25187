"""Who sells fuel to whom at which price: the market, its limits and the bargains within it."""
