"""Nearest neighbours among many vectors by the angle between them, in bounded memory, on any device.

A chunked matrix product and a choice of the largest: what a flat index of a search library does too.

Axes: n queries, m keys, k neighbours, c channels, d directions of the projection.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

CHUNK_BYTES = 64_000_000  # of what is compared at a time


def unit(vectors_nc: Tensor, centre_c: Tensor | None = None) -> Tensor:
    """Vectors less their centre, at length 1; what has no length stays 0 (and is at distance 1 from everything).

    The product of two such vectors is the cosine of their angle.
    """
    moved = vectors_nc if centre_c is None else vectors_nc - centre_c
    return F.normalize(moved, dim=-1)


@torch.no_grad()
def nearest(query_nc: Tensor, key_mc: Tensor, count: int = 1, chunk_bytes: int = CHUNK_BYTES) -> Tensor:
    """The indices (n,k) of the `count` keys of the largest product with each query, the nearest first.

    Fewer keys than `count`: all of them. Of equal keys any one may come first, but always the same. chunk_bytes: memory
    beside the arguments and the result. Raises ValueError without keys.
    """
    if len(key_mc) == 0:
        raise ValueError("there are no keys to look among: give at least one")
    count = min(count, len(key_mc))
    rows = max(1, chunk_bytes // (len(key_mc) * key_mc.element_size()))
    found = [(query @ key_mc.T).topk(count, dim=1).indices for query in torch.split(query_nc, rows)]
    return torch.cat(found) if found else torch.empty(0, count, dtype=torch.long, device=key_mc.device)


@torch.no_grad()
def nearest_projected(
    query_nc: Tensor,
    key_mc: Tensor,
    *,
    dimensions: int,
    candidates: int,
    seed: int = 0,
    chunk_bytes: int = CHUNK_BYTES,
) -> Tensor:
    """The index (n,) of the nearest key, found among the `candidates` nearest on random directions.

    A random projection to d dimensions keeps every product to about 1/sqrt(d) (Johnson, Lindenstrauss 1984); the
    candidates are then compared exactly. Vectors of no more than `dimensions` channels are compared exactly at once.
    """
    channels = query_nc.shape[1]
    if channels <= dimensions or len(key_mc) <= candidates:
        return nearest(query_nc, key_mc, 1, chunk_bytes)[:, 0]
    # Made on the CPU: one seed, one projection, on every device.
    generator = torch.Generator().manual_seed(seed)
    direction_cd = torch.randn(channels, dimensions, generator=generator).to(query_nc)
    likely_nk = nearest(unit(query_nc @ direction_cd), unit(key_mc @ direction_cd), candidates, chunk_bytes)
    rows = max(1, chunk_bytes // (candidates * channels * key_mc.element_size()))
    found = []
    for query, likely in zip(torch.split(query_nc, rows), torch.split(likely_nk, rows), strict=True):
        products = torch.einsum("nc,nkc->nk", query, key_mc[likely])
        found.append(likely.gather(1, products.argmax(1, keepdim=True))[:, 0])
    return torch.cat(found) if found else likely_nk[:, 0]
