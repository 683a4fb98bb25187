"""The links of a causal system in layers: what must be known before what, within a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from steelyard.system.causal_arrays import FORMS, Arranged, Real, Whole
from steelyard.system.model_forms import Curve, curve


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Links whose effects can be known at once: auxiliaries of one depth, or all stocks.

    `links` are places among all links; `into` adds what a link does to its effect. The rest is
    as in `Arranged`, of these links alone; `bent`, `above`, `switched` and `logs` are places
    within the layer of the forms that are not straight, `curves` those that a model gives.
    """

    links: Whole
    into: Float[np.ndarray, "link variable"]
    cause: Whole
    read: Whole
    bend: Real
    switch: Whole
    level: Real
    side: Real
    logs: Whole
    bent: Whole
    above: Whole
    switched: Whole
    curves: tuple[tuple[Whole, Curve], ...]


def layers_of(held: Arranged) -> tuple[tuple[Layer, ...], Layer]:
    """Auxiliaries in their order, and what flows into stocks."""
    depth = held.depth[held.effect]
    found = (np.flatnonzero(depth == each) for each in range(1, held.depth.max() + 1))
    return tuple(_layer(held, each) for each in found), _layer(held, np.flatnonzero(depth == -1))


def _layer(held: Arranged, links: Whole) -> Layer:
    """Some of the links."""
    into = np.zeros((links.size, held.stock.size))
    into[np.arange(links.size), held.effect[links]] = 1.0
    form = held.form[links]
    logs, bent, above, switched = (
        np.flatnonzero(form == FORMS.index(name))
        for name in ("log", "saturating", "threshold", "product")
    )
    names = np.array([held.curve[at] for at in links])
    curves = tuple((np.flatnonzero(names == each), curve(each)) for each in sorted({*names} - {""}))
    return Layer(
        links, into, held.cause[links], held.read[links], held.bend[links], held.switch[links],
        held.level[links], held.side[links], logs, bent, above, switched, curves,
    )  # fmt: skip


def terms(layer: Layer, z: Any, read: Whole, softness: float, xp: Any) -> Any:
    """What each link passes on of its cause, before its slope; 0 at rest."""
    straight = z[..., read]
    bent = any(each.size for each in (layer.logs, layer.bent, layer.above, layer.switched))
    if not bent and not layer.curves:
        return straight
    parts, order, width = [straight], np.arange(layer.links.size), layer.links.size

    def put(places: Whole, value: Any) -> None:
        nonlocal width
        order[places] = width + np.arange(places.size)
        width += places.size
        parts.append(value)

    if layer.logs.size:
        cause = straight[..., layer.logs]
        up, down = xp.log1p(xp.maximum(0.0, cause)), xp.log1p(xp.maximum(0.0, -cause))
        put(layer.logs, up - down)
    if layer.bent.size:
        bend = layer.bend[layer.bent]
        put(layer.bent, bend * xp.tanh(straight[..., layer.bent] / bend))
    if layer.above.size:
        bend = layer.bend[layer.above]
        over = xp.maximum(0.0, straight[..., layer.above] - bend)
        put(layer.above, over - np.maximum(0.0, -bend))
    if layer.switched.size:
        put(layer.switched, straight[..., layer.switched] * _holds(layer, z, softness, xp))
    for places, made in layer.curves:
        put(places, xp.interp(straight[..., places], made.z, made.value))
    return xp.concatenate(parts, axis=-1)[..., order]


def _holds(layer: Layer, z: Any, softness: float, xp: Any) -> Any:
    """Whether, or with softness how far, a condition holds."""
    at = layer.switched
    far = layer.side[at] * (z[..., layer.switch[at]] - layer.level[at])
    if softness > 0:
        return 0.5 * (1 + xp.tanh(far / (2 * softness)))
    return xp.where(far > 0, 1.0, 0.0)
