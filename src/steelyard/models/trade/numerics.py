"""The one place where JAX is set up: 64 bits always, and programs kept between runs.

Imported only where gradients are taken, so that nothing else pays for loading it.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
from platformdirs import user_cache_path

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_compilation_cache_dir", str(user_cache_path("steelyard") / "programs"))
jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.2)

__all__ = ["jax", "jnp"]
