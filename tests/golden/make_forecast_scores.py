"""Write forecast_scores.json: scores by scoringrules 0.10.0, smoothing by statsmodels 0.15.0.

Run in an environment of its own that has both.
"""

import json
from pathlib import Path

import numpy as np
import scoringrules as sr
from statsmodels.tsa.exponential_smoothing.ets import ETSModel


def scores() -> dict:
    random = np.random.default_rng(20260101)
    draws = random.standard_normal((6, 40)) * 2 + 1
    observed = random.standard_normal(6) * 3
    levels = np.arange(0.05, 0.96, 0.05)
    quantiles = np.quantile(draws, levels, axis=1).T
    spread = np.abs(random.standard_normal(6)) + 0.2
    return {
        "draws": draws.tolist(),
        "observed": observed.tolist(),
        "levels": levels.tolist(),
        "quantiles": quantiles.tolist(),
        "spread": spread.tolist(),
        "fair": sr.crps_ensemble(observed, draws, estimator="fair").tolist(),
        "usual": sr.crps_ensemble(observed, draws, estimator="nrg").tolist(),
        "quantile": sr.crps_quantile(observed, quantiles, levels).tolist(),
        "normal": sr.crps_normal(observed, observed[::-1], spread).tolist(),
        "log_normal": sr.logs_normal(observed, observed[::-1], spread).tolist(),
        "winkler": sr.interval_score(observed, quantiles[:, 0], quantiles[:, -1], 0.1).tolist(),
    }


def smoothing() -> list[dict]:
    random = np.random.default_rng(7)
    found = []
    for place in range(6):
        walk = np.cumsum(random.standard_normal(25) + 0.1 * place)
        values = walk + random.standard_normal(25)
        for trend in (None, "add"):
            model = ETSModel(values, error="add", trend=trend, damped_trend=trend is not None,
                             initialization_method="estimated")  # fmt: skip
            fit = model.fit(disp=False, maxiter=5000)
            named = dict(zip(model.param_names, fit.params, strict=True))
            found.append(
                {
                    "values": values.tolist(),
                    "states": 1 if trend is None else 2,
                    "speeds": [
                        float(named["smoothing_level"]),
                        float(named.get("smoothing_trend", 0.0)),
                        float(named.get("damping_trend", 1.0)),
                    ],
                    "first": [
                        float(named["initial_level"]),
                        *([float(named["initial_trend"])] if trend else []),
                    ],
                    "log_likelihood": float(fit.llf),
                    "aicc": float(fit.aicc),
                }
            )
    return found


def main() -> None:
    target = Path(__file__).with_name("forecast_scores.json")
    target.write_text(json.dumps({"scores": scores(), "smoothing": smoothing()}) + "\n", "utf-8")


if __name__ == "__main__":
    main()
