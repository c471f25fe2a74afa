"""Where a series of measurements changed for good: E-Divisive, with a t-test for significance, so always the same answer.

Matteson and James, "A Nonparametric Approach for Multiple Change Point Analysis of Multivariate Data" (2014): the split of
a segment where the energy distance of both sides is largest, and so on in both sides. Their permutation test draws at
random; as in Apache Otava Student's test takes its place, here with Bonferroni's correction, since the split tested is the
best of many. At last what its neighbours' segments no longer confirm is taken back, weakest first.
"""

import numpy
from scipy.special import stdtr

MOST_PROBABLE = 0.01  # that a series without a change has one


def energy_distances(values, smallest):
    """The scaled energy distance of both sides, for each split that leaves `smallest` values on a side."""
    count = len(values)
    sums = numpy.abs(values[:, None] - values[None, :]).cumsum(axis=0).cumsum(axis=1)
    splits = numpy.arange(smallest, count - smallest + 1)
    left = sums[splits - 1, splits - 1]
    cross = sums[splits - 1, count - 1] - left
    right = sums[count - 1, count - 1] - left - 2 * cross
    m, n = splits.astype(float), (count - splits).astype(float)
    return splits, m * n / (m + n) * (2 * cross / (m * n) - left / m**2 - right / n**2)


def probability(left, right):
    """Of means so far apart if there is no difference: Student's test, two-sided. It needs one value on a side."""
    freedom = len(left) + len(right) - 2
    difference = abs(left.mean() - right.mean())
    if freedom < 1 or difference == 0:
        return 1.0
    spread = ((left - left.mean()) ** 2).sum() + ((right - right.mean()) ** 2).sum()
    if spread <= (1e-12 * difference) ** 2:
        return 0.0
    error = numpy.sqrt(spread / freedom * (1 / len(left) + 1 / len(right)))
    return float(2 * stdtr(freedom, -difference / error))


def split(values, start, end, smallest, found):
    if end - start < max(2 * smallest, 3):
        return
    splits, distances = energy_distances(values[start:end], smallest)
    best = start + int(splits[int(numpy.argmax(distances))])
    if probability(values[start:best], values[best:end]) * len(splits) > MOST_PROBABLE:
        return
    found.append(best)
    split(values, start, best, smallest, found)
    split(values, best, end, smallest, found)


def change_points(series, smallest=3):
    """Indices at which a new level begins. Relative changes count, so that values are above 0.

    `smallest`: values that a level has at least; 1 where values repeat exactly, so that the last one may be a change.
    """
    values = numpy.log(numpy.maximum(numpy.asarray(series, dtype=float), 1e-12))
    points = []
    split(values, 0, len(values), smallest, points)
    points.sort()
    while points:
        bounds = [0, *points, len(values)]
        confirmed = [probability(values[a:b], values[b:c]) for a, b, c in zip(bounds, bounds[1:], bounds[2:])]
        weakest = max(range(len(points)), key=lambda i: confirmed[i])
        if confirmed[weakest] <= MOST_PROBABLE:
            break
        del points[weakest]
    return points
