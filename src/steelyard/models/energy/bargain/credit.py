"""Oil for credit: what the loan gives, what the deliveries serve, and what leaving would cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan repaid in equal parts at the end of each year after a grace period.

    Parameters
    ----------
    amount : USD m
    rate, market_rate : 1 / year
        What is agreed, and what the borrower would pay elsewhere for the same term.
    years : whole life, grace included
    grace : years in which only interest is paid
    """

    amount: float
    rate: float
    market_rate: float
    years: int
    grace: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Credit:
    """A contract that ties deliveries to a loan, year by year from the first.

    Parameters
    ----------
    interest, repayment, debt : USD m, [year]
        Paid within the year, and what is still owed at its end: the price of leaving then.
    subsidy : USD m at signing
        Worth of the loan to the borrower against the market's rate; below 0 if it is dearer.
    serving : 1, [year]
        Part of what deliveries earn that goes into the loan. Above 1 they do not cover it.
    effective_price : money / unit, [year]
        Price received with the subsidy spread evenly over all deliveries.
    spread : money / unit
        The subsidy for each unit.
    """

    interest: Float[np.ndarray, " year"]
    repayment: Float[np.ndarray, " year"]
    debt: Float[np.ndarray, " year"]
    subsidy: float
    serving: Float[np.ndarray, " year"]
    effective_price: Float[np.ndarray, " year"]
    spread: float


def credit(
    loan: Loan,
    amount: Float[np.ndarray, " year"],
    price: Float[np.ndarray, " year"],
) -> Credit:
    r"""What a loan against deliveries is worth, and how far it binds.

    .. math:: S = L - \sum_t \frac{c_t}{(1 + m)^t}, \qquad
        s = S \Big/ \sum_t \frac{q_t}{(1 + m)^t}, \qquad \sigma_t = \frac{c_t}{p_t q_t}

    with payments :math:`c_t` (interest and repayment) and the market's rate *m*. The price of
    the fuel alone can look low where part of it was paid in credit below the market's rate:
    :math:`p_t + s` is what the seller gets for it. What the lender gains by being sure of the
    fuel is not in it: see `binding_cost`.

    Parameters
    ----------
    loan : Loan
    amount : amount / year, [year]
        Contracted deliveries; 0 before they start. May be shorter or longer than the loan.
    price : money / unit, [year]
        By the contract's rule, at the same point of delivery throughout.

    Returns
    -------
    credit : Credit
        Over the years of the deliveries or of the loan, whichever is longer; `serving` is NaN
        in years without deliveries or price, `effective_price` there too.

    Raises
    ------
    InputError
        If the loan's terms lie outside their ranges, nothing is delivered at all, or amounts and
        prices differ in length.

    References
    ----------
    Brautigam, D. and Gallagher, K. (2014). Bartering globalization: China's commodity-backed
    finance in Africa and Latin America. *Global Policy* 5(3), 346-352.

    Examples
    --------
    100 lent for two years at 5 % where 10 % is usual: 55 and 52.5 are paid.

    >>> found = credit(Loan(100.0, 0.05, 0.10, 2), np.array([1.0, 1.0]), np.array([80.0, 80.0]))
    >>> found.repayment.tolist(), found.interest.tolist(), found.debt.tolist()
    ([50.0, 50.0], [5.0, 2.5], [50.0, 0.0])
    >>> round(found.subsidy, 3), found.serving.round(3).tolist()  # 100 - 55/1.1 - 52.5/1.21
    (6.612, [0.688, 0.656])
    """
    _refuse(loan, amount, price)
    years = max(loan.years, amount.size)
    repayment = np.zeros(years)
    repayment[loan.grace : loan.years] = loan.amount / (loan.years - loan.grace)
    debt = loan.amount - np.cumsum(repayment)
    debt[loan.years - 1 :] = 0.0
    interest = loan.rate * np.concatenate([[loan.amount], debt[:-1]])
    amount, price = _long(amount, years, 0.0), _long(price, years, np.nan)
    worth = (1 + loan.market_rate) ** -np.arange(1.0, years + 1)
    subsidy = loan.amount - float((interest + repayment) @ worth)
    spread = subsidy / float(amount @ worth)
    earned = np.where(amount > 0, amount * price, np.nan)
    serving = np.divide(interest + repayment, earned, out=np.full(years, np.nan),
                        where=earned > 0)  # fmt: skip
    effective = np.where(amount > 0, price + spread, np.nan)
    return Credit(interest, repayment, debt, subsidy, serving, effective, spread)


def _long(values: np.ndarray, years: int, rest: float) -> np.ndarray:
    """Values filled up to the last year."""
    return np.concatenate([values, np.full(years - values.size, rest)])


def _refuse(loan: Loan, amount: np.ndarray, price: np.ndarray) -> None:
    """Refuse terms that are none."""
    refuse_unless(
        loan.amount > 0 and 0 <= loan.grace < loan.years and loan.rate >= 0
        and loan.market_rate >= 0,
        where="oil for credit, loan",
        found=f"{loan.amount:g} USD m at {loan.rate:g} against {loan.market_rate:g}, "
        f"{loan.years} years, {loan.grace} of grace",
        expected="an amount above 0, rates of at least 0, a grace shorter than the loan",
        remedy="Give rates as parts of 1, and years with the grace included.",
    )  # fmt: skip
    refuse_unless(
        amount.size == price.size and bool((amount >= 0).all()) and float(amount.sum()) > 0
        and not bool((price < 0).any()),
        where="oil for credit, deliveries",
        found=f"{amount.size} amounts, {price.size} prices, {float(amount.sum()):g} in all",
        expected="an amount and a price for each year, none below 0, and some delivery",
        remedy="Give 0 in years without delivery.",
    )  # fmt: skip
