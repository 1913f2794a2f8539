"""How far a score that adds up several items measures one thing."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum, isfinite
from typing import Literal, TypeAlias

import numpy as np
from scipy.optimize import minimize
from scipy.stats import f as f_distribution

from kangni.core.errors import N_, MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.columns import Floats
from kangni.methods.proportions import CONFIDENCE, Interval

__all__ = ["MissingAnswers", "OneFactor", "Reliability", "cronbach", "omega", "one_factor"]

MissingAnswers: TypeAlias = Literal["listwise", "pairwise"]

LEAST_UNIQUENESS = 0.005  # of a standardised item; a solution that rests on this bound is a Heywood case
SINGULAR = 1e-10

ONE_ITEM = Undefined(N_("it has one item"))
TOO_FEW = Undefined(N_("fewer than two people answered"))
ALIKE = Undefined(N_("all people have the same total"))
NOT_TOGETHER = Undefined(N_("two items were never answered by the same two people"))
FEWER_THAN_ITEMS = Undefined(N_("no more people than items"))
DEPENDENT = Undefined(N_("an item has no spread or follows from the others"))
HEYWOOD = Undefined(N_("the model leaves an item no variance of its own (a Heywood case)"))
NO_CONVERGENCE = Undefined(N_("the model did not converge"))


@dataclass(frozen=True, slots=True)
class Reliability:
    """A coefficient with its interval, from so many people and items."""

    value: Number
    interval: Interval
    people: int
    items: int


@dataclass(frozen=True, slots=True)
class OneFactor:
    """Loadings and uniquenesses of items on one factor, in the units of the covariances."""

    loadings: tuple[float, ...]
    uniquenesses: tuple[float, ...]


def cronbach(answers: Floats, *, missing: MissingAnswers, confidence: float = CONFIDENCE) -> Reliability:
    """Return Cronbach's alpha with Feldt's interval.

    α = k/(k − 1) · (1 − Σ sᵢ² / s²), sᵢ² the variances of the k items and s² that of their sum; it is a lower bound of
    the reliability where the errors of items are uncorrelated, and equals it where all items measure one thing equally
    well. Feldt's bounds are 1 − (1 − α) F, F the quantiles of the F distribution on n − 1 and (n − 1)(k − 1) degrees of
    freedom.

    Parameters
    ----------
    answers
        Array of shape (people, items), reversed items turned round; NaN where not answered.
    missing
        "listwise" leaves out people with a missing answer; "pairwise" takes each covariance from those who answered
        both items, and n counts everybody who answered any.
    confidence
        Between 0 and 1.

    Returns
    -------
    Reliability
        Undefined for one item, fewer than two people, or a sum without variance.

    Raises
    ------
    MethodInput
        If the confidence is no probability.

    References
    ----------
    Cronbach (1951), Psychometrika 16; Feldt (1965), Psychometrika 30.

    Examples
    --------
    >>> found = cronbach(np.array([[2.0, 3], [4, 4], [1, 2], [3, 3]]), missing="listwise")
    >>> print(f"{found.value:.4f} of {found.people} people")
    0.9231 of 4 people
    """
    if not 0 < confidence < 1:
        raise MethodInput("Cronbach's alpha", f"the confidence must lie between 0 and 1, not {confidence}")
    kept = _complete(answers) if missing == "listwise" else answers[~np.isnan(answers).all(axis=1)]
    people, items = kept.shape
    alpha = _alpha(kept)
    if isinstance(alpha, Undefined):
        return Reliability(alpha, Interval(alpha, alpha), people, items)
    tail, freedom = (1 - confidence) / 2, (people - 1, (people - 1) * (items - 1))
    bounds = (1 - (1 - alpha) * float(f_distribution.isf(side, *freedom)) for side in (tail, 1 - tail))
    return Reliability(alpha, Interval(*bounds), people, items)


def one_factor(covariance: Floats) -> OneFactor | Undefined:
    """Fit one common factor by maximum likelihood.

    The covariances are modelled as λλᵀ + diag(ψ). For given ψ the best λ comes from the first eigenvector of
    Ψ^(−1/2) S Ψ^(−1/2), so that only ψ is searched for, on the correlations, between 0.005 and 1.

    Parameters
    ----------
    covariance
        Array of shape (items, items).

    Returns
    -------
    OneFactor or Undefined
        Undefined for a singular matrix, fewer than three items, or a Heywood case: an item without variance of its own.

    References
    ----------
    Jöreskog (1967), Psychometrika 32.

    Examples
    --------
    >>> loadings = np.array([0.8, 0.7, 0.6, 0.5])
    >>> population = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    >>> [round(loading, 4) for loading in one_factor(population).loadings]
    [0.8, 0.7, 0.6, 0.5]
    """
    items = covariance.shape[0]
    deviations = np.sqrt(np.diag(covariance))
    if items < 3 or not (deviations > 0).all():
        return DEPENDENT
    correlations = covariance / np.outer(deviations, deviations)
    if float(np.linalg.eigvalsh(correlations)[0]) < SINGULAR:
        return DEPENDENT

    def misfit(uniquenesses: Floats) -> float:
        roots = np.linalg.eigvalsh(_scaled(correlations, uniquenesses))[:-1]
        return float((roots - np.log(roots) - 1).sum())

    start = (1 - 0.5 / items) / np.diag(np.linalg.inv(correlations))
    found = minimize(
        misfit,
        start.clip(LEAST_UNIQUENESS, 1),
        method="L-BFGS-B",
        bounds=[(LEAST_UNIQUENESS, 1.0)] * items,
        options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 1000},
    )
    if not isfinite(found.fun):
        return NO_CONVERGENCE
    uniquenesses = np.asarray(found.x)
    if float(uniquenesses.min()) <= LEAST_UNIQUENESS * 1.001:
        return HEYWOOD
    roots, vectors = np.linalg.eigh(_scaled(correlations, uniquenesses))
    loadings = np.sqrt(max(float(roots[-1]) - 1, 0.0)) * vectors[:, -1] * np.sqrt(uniquenesses) * deviations
    sign = -1 if loadings.sum() < 0 else 1
    return OneFactor(tuple((sign * loadings).tolist()), tuple((uniquenesses * deviations**2).tolist()))


def omega(answers: Floats) -> Number:
    """Return McDonald's omega: the share of the variance of the sum that one common factor carries.

    ω = (Σλ)² / ((Σλ)² + Σψ), loadings λ and uniquenesses ψ by `one_factor`, from people who answered all items.

    Parameters
    ----------
    answers
        Array of shape (people, items), reversed items turned round; NaN where not answered.

    Returns
    -------
    Number
        Undefined with no more people than items, and where `one_factor` is.

    References
    ----------
    McDonald (1999), Test Theory, chapter 6.

    Examples
    --------
    >>> omega(np.array([[2.0, 3, 3], [4, 4, 5], [1, 2, 1]]))
    Undefined(reason='no more people than items')
    """
    kept = _complete(answers)
    if kept.shape[0] <= kept.shape[1]:
        return FEWER_THAN_ITEMS
    found = one_factor(np.cov(kept, rowvar=False, ddof=1).reshape(kept.shape[1], kept.shape[1]))
    if isinstance(found, Undefined):
        return found
    common = fsum(found.loadings) ** 2
    return common / (common + fsum(found.uniquenesses))


def _alpha(kept: Floats) -> Number:
    people, items = kept.shape
    if items < 2:
        return ONE_ITEM
    if people < 2:
        return TOO_FEW
    covariances = _covariances(kept)
    if np.isnan(covariances).any():
        return NOT_TOGETHER
    total = float(covariances.sum())
    if total <= SINGULAR:
        return ALIKE
    alpha: float = items / (items - 1) * (1 - float(np.trace(covariances)) / total)
    return alpha


def _covariances(answers: Floats) -> Floats:
    """Return the covariance of each pair of items over the people who answered both, NaN for fewer than two."""
    answered = (~np.isnan(answers)).astype(np.float64)
    filled = np.where(answered == 1, answers, 0.0)
    n = answered.T @ answered
    with np.errstate(invalid="ignore", divide="ignore"):
        products = filled.T @ filled - (filled.T @ answered) * (answered.T @ filled) / n
        found: Floats = np.where(n > 1, products / (n - 1), np.nan)
    return found


def _scaled(correlations: Floats, uniquenesses: Floats) -> Floats:
    found: Floats = correlations / np.sqrt(np.outer(uniquenesses, uniquenesses))
    return found


def _complete(answers: Floats) -> Floats:
    found: Floats = answers[~np.isnan(answers).any(axis=1)]
    return found
