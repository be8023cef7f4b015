"""Which part of a painting each place of a composite is to look like.

Two searches and what makes the second consistent (Luan, Paris, Shechtman, Bala 2018, alg. 2 and 3): neighbours vote, and each
part of the painting counts once. Patches are of 3 x 3 cells; beyond a border they are 0, so only what overlaps is compared.

Axes: c channels, h rows and w columns of the composite's cells, H and W of the painting's, n places (row by row), k candidates.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from pinxit.torchkit.device import mixed
from pinxit.torchkit.neighbours import CHUNK_BYTES, unit

WINDOW = 2  # cells to each side whose matches are heard in a vote
_CANDIDATE_BYTES = 64_000_000
NOWHERE = -1


@torch.no_grad()
def best_patches(
    query_chw: Tensor, key_chw: Tensor, places_n: Tensor, chunk_bytes: int = CHUNK_BYTES
) -> Tensor:
    """For each place of the query the cell (n,) of the key whose patch correlates most with the patch there, normalised.

    chunk_bytes: memory beside arguments and result, about. No table of all pairs is ever made: patches are cut out and compared
    a few thousand at a time.
    """
    query, key = _Patches(query_chw), _Patches(key_chw)
    rows = max(64, min(chunk_bytes // (12 * query.channels), int((chunk_bytes // 12) ** 0.5)))
    found = []
    for some_n in torch.split(places_n, rows):
        patch_nc = query.at(some_n)
        best_n = patch_nc.new_full((len(some_n),), -torch.inf)
        chosen_n = torch.zeros_like(some_n)
        for first in range(0, key.count, rows):
            cells_m = torch.arange(first, min(first + rows, key.count), device=some_n.device)
            # Which is nearest is told by bfloat16 too: near ties may fall otherwise, and do no harm.
            with mixed(patch_nc.device):
                products_nm = patch_nc @ key.at(cells_m).T
            value_n, at_n = products_nm.float().max(1)
            better_n = value_n > best_n
            best_n = torch.where(better_n, value_n, best_n)
            chosen_n = torch.where(better_n, cells_m[at_n], chosen_n)
        found.append(chosen_n)
    return torch.cat(found) if found else places_n.clone()


class _Patches:
    """The patches of a map, cut out on demand."""

    def __init__(self, feat_chw: Tensor) -> None:
        self._padded_hwc = F.pad(feat_chw, (1, 1, 1, 1)).permute(1, 2, 0).contiguous()
        self._width = feat_chw.shape[2]
        self.count = feat_chw.shape[1] * feat_chw.shape[2]
        self.channels = 9 * feat_chw.shape[0]

    def at(self, places_n: Tensor) -> Tensor:
        """The patches (n, 9 c) around some cells, at length 1."""
        y_n, x_n = places_n // self._width, places_n % self._width
        return unit(
            torch.cat([self._padded_hwc[y_n + dy, x_n + dx] for dy in range(3) for dx in range(3)], 1)
        )


@torch.no_grad()
def voted(nearest_hw: Tensor, places_n: Tensor, guide_hwc: Tensor, window: int = WINDOW) -> Tensor:
    """The match of each place that agrees best with those of its neighbours: a cell (n,) of the painting.

    nearest_hw: the match of every cell of the composite, NOWHERE where none was looked for. guide_hwc: (H,W,c), by which parts
    of the painting are compared. If its neighbour at offset d matches q, a place could continue it and match q - d; of these
    candidates the one is taken whose mean distance to all of them, by the guide, is least.
    """
    height, width = nearest_hw.shape
    rows, columns, channels = guide_hwc.shape
    guide_mc = guide_hwc.flatten(0, 1).float()
    offsets = sorted(
        ((dy, dx) for dy in range(-window, window + 1) for dx in range(-window, window + 1)),
        key=lambda each: (abs(each[0]) + abs(each[1]), each),
    )  # the place's own match first: of equal candidates the first is taken
    dy_k, dx_k = (torch.tensor(each, device=nearest_hw.device) for each in zip(*offsets, strict=True))
    some = max(1, _CANDIDATE_BYTES // (4 * len(offsets) * (channels + len(offsets))))
    found = []
    for part_n in torch.split(places_n, some):
        y_nk, x_nk = (part_n // width)[:, None] + dy_k, (part_n % width)[:, None] + dx_k
        inside_nk = (y_nk >= 0) & (y_nk < height) & (x_nk >= 0) & (x_nk < width)
        match_nk = nearest_hw[y_nk.clamp(0, height - 1), x_nk.clamp(0, width - 1)]
        to_y_nk, to_x_nk = match_nk // columns - dy_k, match_nk % columns - dx_k
        valid_nk = inside_nk & (match_nk != NOWHERE)
        valid_nk &= (to_y_nk >= 0) & (to_y_nk < rows) & (to_x_nk >= 0) & (to_x_nk < columns)
        candidate_nk = (to_y_nk * columns + to_x_nk).where(valid_nk, torch.zeros_like(to_y_nk))
        guide_nkc = guide_mc[candidate_nk]
        apart_nkk = torch.cdist(guide_nkc, guide_nkc, compute_mode="donot_use_mm_for_euclid_dist")
        unlike_nk = (apart_nkk * valid_nk[:, None]).sum(2).where(valid_nk, apart_nkk.new_tensor(torch.inf))
        found.append(candidate_nk.gather(1, unlike_nk.argmin(1, keepdim=True))[:, 0])
    return torch.cat(found) if found else places_n.clone()


def used(chosen_n: Tensor, height: int, width: int) -> Tensor:
    """Which cells (H,W) of the painting any match looks at, 1 or 0: however often it was chosen, each counts once."""
    once_hw = torch.zeros(height * width, device=chosen_n.device)
    once_hw[chosen_n] = 1
    return F.max_pool2d(once_hw.view(1, 1, height, width), 3, stride=1, padding=1)[0, 0]
