"""How the numbers came about, in paragraphs that a referee can check."""

from __future__ import annotations

from steelyard.dossier.basis import Basis
from steelyard.dossier.energy_market import fuel_markets


def method(basis: Basis) -> tuple[tuple[str, str], ...]:
    """Headings and paragraphs, with the numbers of this dossier in them."""
    model = basis.noise.model
    share = 100 * basis.noise.flow(10_000.0)
    return (
        (
            "Two directions, never one",
            "Each measure is computed for A on B and for B on A. The log ratio of the two says "
            "which side leans more. For total trade shares the common flow cancels, so that "
            "their ratio equals the ratio of the two states' total trade; with GDP below, it "
            "would be the ratio of the two economies. That is why shares of exports, of imports, "
            "of single fuels and of technology goods stand beside it.",
        ),
        (
            "One basis in one share",
            "A flow and its total always come from the same source. Reconciled trade (BACI), each "
            "side's own figures and single published shares are separate series and are never "
            "mixed; where they differ, they stand side by side.",
        ),
        (
            "Intervals of reconciled trade",
            "The error of a reconciled flow is learned from the difference between national "
            f"figures and reconciled ones for the same flow and year ({model.pairs} pairs; "
            f"Student's t with {model.tail:g} degrees of freedom, scale falling with size: "
            f"{share:.0f} per cent for a flow of 10 bn USD). It is cautious, since part of the "
            "difference is the national figure's own error. Intervals are 5 to 95 per cent of "
            "draws.",
        ),
        (
            "Draws by partner and product",
            "Where many flows enter one number (concentration, entropy, composition), each has a "
            "normal error with the same 90 per cent range as above: with the heavy tail itself one "
            "tiny flow in two hundred would outgrow all others. Errors of different partners and "
            "products are taken as independent. Products are cut by heading; that a heading stands "
            "on a wrong step of the ladder is in no interval.",
        ),
        (
            "Missing mirrors",
            "Where neither side of a pair reported, the flow is absent, not zero. Totals of such "
            "years are shown between two bounds: all missing flows at their last known level or "
            "more, and none of them. The point imputes them from their last known level and the "
            "growth of both states' known flows; its error was measured by hiding known flows "
            "with the pattern of those that are missing.",
        ),
        (
            "Published figures",
            "A single published figure has the interval of its printed digits, which is narrower "
            "than the truth and is said to be so. Several figures for one period have their range "
            "as the interval, with the figure of the most authoritative source as the point. "
            "Figures that come only from a document under audit are left out.",
        ),
        (
            "The balance",
            "Lengths of arms do not compare across domains: each is a share of something else. "
            "What compares is which side is longer, and by which factor.",
        ),
        *_fuels(basis),
        (
            "Same question, same numbers",
            f"Everything is a function of the dataset as of {basis.asked.as_of.isoformat()}, the "
            f"pair, the years and the seed ({basis.asked.seed}).",
        ),
    )


def _fuels(basis: Basis) -> tuple[tuple[str, str], ...]:
    """How fuel markets were simulated; nothing for pairs without one."""
    if not fuel_markets(basis):
        return ()
    return (
        (
            "Fuel markets",
            "Oil and gas are spatial markets: places with supply and demand curves, lanes with "
            "costs and limits, and a price at each place at which nobody gains by another lane. "
            "Curves go through the last published balance at the world price of the day; measures "
            "then close lanes, limit them, or cap the price that ships with Western services may "
            "carry at. A discount is the price without measures less that with them, at the same "
            "world price. Costs, capacities, elasticities and strength of measures are drawn from "
            "their published ranges. No number is fitted to the discounts it is held to.",
        ),
        (
            "Bargains over fuels",
            "A contract has two reservation prices: the market is solved again without its lanes, "
            "and what each side loses by that sets the price at which it would leave. Bargaining "
            "power is the seller’s part of what lies between, read from prices paid in two ways: "
            "bargained anew each year, or by a contract that follows oil with a lag. Each year is "
            "foretold from all others; what foretells better is said, and both are shown.",
        ),
    )
