"""Which small picture goes into which cell.

Squared distances of looks (see album.py), of which the mean colour may be dithered: what a cell's picture misses of its colour is
asked of the cells around it (after Floyd and Steinberg 1976, in whatever order the cells are filled).

Axes: n cells, row by row; p pictures; d numbers of a look, the first three the mean colour in OKLab.
"""

from __future__ import annotations

import math
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import OptionError
from pinxit.core.extras import needs
from pinxit.core.progress import OnStep, report
from pinxit.methods.mosaic.cells import Cells
from pinxit.methods.mosaic.spec import TileOptions

Float = NDArray[np.float32]
Indices = NDArray[np.int64]
Number = TypeVar("Number", np.float32, np.int64)

OPTIMAL_AT_MOST = 6_000_000  # cells times places: some seconds for each round
ROUNDS = 4  # of the optimal assignment
_REPORT_EVERY = 256  # cells
_PASSES, _TRIED = (
    2,
    128,
)  # over the cells with an equal one near them; exchanges tried for each, the cheapest first


def how_often(cells: int, pictures: int, repeats: int | None) -> int:
    """How often a picture may be used. OptionError when `repeats` leaves cells without one."""
    least = math.ceil(cells / pictures)
    if repeats is None:
        return least if pictures >= 2 * cells else 2 * least
    if repeats < least:
        raise OptionError(
            f"{pictures} pictures used {repeats} times at most do not fill {cells} cells: give more pictures, "
            f"fewer columns, or let each be used {least} times (--repeats {least})."
        )
    return repeats


def goes_optimal(cells: int, pictures: int, repeats: int, assign: str) -> bool:
    """Whether the optimal assignment is made: where asked for, and for "auto" where it is quick and scipy is installed.

    Raises MissingExtra where it is asked for and scipy is not there.
    """
    if assign == "greedy" or (assign == "auto" and cells * pictures * repeats > OPTIMAL_AT_MOST):
        return False
    try:
        with needs("tiles"):
            import scipy.optimize  # noqa: F401
    except ImportError:
        if assign == "optimal":
            raise
        return False
    return True


def assign(
    cells: Cells,
    looks_pd: Float,
    repeats: int,
    options: TileOptions,
    seed: int,
    on_step: OnStep | None = None,
) -> Indices:
    """The picture of every cell (n,), none more than `repeats` times. When it is stopped the cells left are filled at once."""
    weights_d = np.full(looks_pd.shape[1], options.structure**0.5, np.float32)
    weights_d[:3] = 1
    wanted_nd, there_pd = cells.looks_nd * weights_d, looks_pd * weights_d
    if goes_optimal(len(cells), len(looks_pd), repeats, options.assign):
        return _optimal(cells, wanted_nd, there_pd, repeats, options, seed, on_step)
    return _greedy(cells, wanted_nd, there_pd, repeats, options, seed, on_step)


def _optimal(
    cells: Cells,
    wanted_nd: Float,
    there_pd: Float,
    repeats: int,
    options: TileOptions,
    seed: int,
    on_step: OnStep | None,
) -> Indices:
    """The assignment of least cost for all cells together (Kuhn 1955), a few times: what the cells around one miss is asked of
    it on top of all that was asked before. Then equal pictures are parted.
    """
    from scipy.optimize import linear_sum_assignment

    rounds = ROUNDS if options.dither > 0 else 1
    asked_nd = wanted_nd.copy()
    for number in range(1, rounds + 1):
        cost_np = (
            np.square(asked_nd).sum(1)[:, None] + np.square(there_pd).sum(1) - 2 * (asked_nd @ there_pd.T)
        )
        _, places_n = linear_sum_assignment(np.tile(cost_np, (1, repeats)))
        chosen_n = places_n % len(there_pd)
        if not report(on_step, number, rounds, "placing small pictures"):
            break
        missed_n3 = wanted_nd[:, :3] - there_pd[chosen_n, :3]
        asked_nd[:, :3] += np.float32(options.dither) * _around(missed_n3, cells)
    return _parted(chosen_n, cost_np, cells, options.apart, np.random.default_rng(seed))


def _around(values_n3: Float, cells: Cells) -> Float:
    """The mean over the cells around each one, itself left out; (n,3)."""
    ones_n1 = np.ones((len(cells), 1), np.float32)
    padded = np.pad(
        np.concatenate([values_n3, ones_n1], 1).reshape(cells.rows, cells.columns, 4),
        ((1, 1), (1, 1), (0, 0)),
    )
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(0, 1))
    total_n4 = (windows.sum((3, 4)) - padded[1:-1, 1:-1]).reshape(-1, 4)
    around_n3: Float = total_n4[:, :3] / np.maximum(total_n4[:, 3:], 1)
    return around_n3


def _greedy(
    cells: Cells,
    wanted_nd: Float,
    there_pd: Float,
    repeats: int,
    options: TileOptions,
    seed: int,
    on_step: OnStep | None,
) -> Indices:
    """One cell after the other, those with most to see in them first: flat ones take what is left with less harm."""
    rows, columns = cells.rows, cells.columns
    asked_hwd = wanted_nd.reshape(rows, columns, -1).copy()
    chosen_hw = np.full((rows, columns), -1, np.int64)
    left_p = np.full(len(there_pd), repeats)
    energy_p = np.square(there_pd).sum(1)
    tie_n = np.random.default_rng(seed).random(len(cells)) * 1e-6
    order = np.argsort(tie_n - np.square(cells.looks_nd[:, 3:]).sum(1))
    going = True
    for done, cell in enumerate(order.tolist(), 1):
        y, x = divmod(cell, columns)
        cost_p = np.where(left_p > 0, energy_p - 2 * (there_pd @ asked_hwd[y, x]), np.inf)
        near = _window(chosen_hw, y, x, options.apart)
        far_p = cost_p.copy()
        far_p[near[near >= 0]] = np.inf
        best = int((far_p if np.isfinite(far_p).any() else cost_p).argmin())
        chosen_hw[y, x] = best
        left_p[best] -= 1
        free = _window(chosen_hw, y, x, 1) < 0
        if free.any():
            missed_3 = asked_hwd[y, x, :3] - there_pd[best, :3]
            _window(asked_hwd, y, x, 1)[free, :3] += np.float32(options.dither / free.sum()) * missed_3
        if going and (done % _REPORT_EVERY == 0 or done == len(order)):
            going = report(on_step, done, len(order), "placing small pictures")
    return chosen_hw.reshape(-1)


def _window(grid_hw: NDArray[Number], y: int, x: int, reach: int) -> NDArray[Number]:
    """The part of a grid that is at most `reach` cells away; a view."""
    return grid_hw[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]


def _parted(chosen_n: Indices, cost_np: Float, cells: Cells, apart: int, rng: np.random.Generator) -> Indices:
    """Exchange pictures between cells, as cheaply as can be, so that fewer equal ones are near each other."""
    grid_hw = chosen_n.reshape(cells.rows, cells.columns).copy()
    flat_n = grid_hw.reshape(-1)  # a view: both are changed

    def twins(cell: int) -> int:
        y, x = divmod(cell, cells.columns)
        return int((_window(grid_hw, y, x, apart) == flat_n[cell]).sum()) - 1

    every_n = np.arange(len(flat_n))
    for cell in rng.permutation(np.tile(every_n, _PASSES)).tolist():
        here = twins(cell)
        if here == 0:
            continue
        mine, own_n = flat_n[cell], cost_np[every_n, flat_n]
        more_n = cost_np[cell, flat_n] + cost_np[:, mine] - own_n[cell] - own_n
        for other in np.argsort(more_n)[:_TRIED].tolist():
            if flat_n[other] == mine:
                continue
            before = here + twins(other)
            flat_n[cell], flat_n[other] = flat_n[other], mine
            if twins(cell) + twins(other) < before:
                break
            flat_n[cell], flat_n[other] = mine, flat_n[cell]
    return flat_n
