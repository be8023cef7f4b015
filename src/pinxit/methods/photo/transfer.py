"""The style's mean and covariance of features for the photo's, region by region, in closed form (Li et al., "Universal style
transfer via feature transforms", 2017; by regions: Li et al., "A closed-form solution to photorealistic image stylization",
2018):

    f -> S^1/2 U C^-1/2 (f - E f) + E s        C = cov f + r I,  S = cov s + r I

Any rotation U does; whitening and colouring alone take none. Ours is the polar factor of S^1/2 C^1/2: then the map is that of
Monge and Kantorovich, which of all moves the features least (Lu et al., "A closed-form solution to universal style transfer",
2019), so what the photo is made of stays where it is. r is a share (RIDGE) of the mean variance of both, which keeps what is flat
in the photo from being blown up; and as both have it, a style that is the photo itself changes nothing. All roots come from
products of matrices alone, so the whole is one ONNX graph (graph.py); this is the same in torch, for training and to hold the
graph against.

It goes coarse to fine inside the one decoder: what a stage has made is moved again at the next, and the pixels come last. Of what
the decoder makes only the change counts, that is beside what it makes of features that nobody moved; and the style's features
have gone through the same decoder. So what it cannot make again does no harm.

Axes: c channels, h rows, w columns, n regions.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from pinxit.methods.photo.network import Seen, WctNetwork
from pinxit.torchkit.roots import polar_factor, square_roots

RIDGE = 1e-2  # of the mean variance of a channel
ITERATIONS = 20  # of the roots: eigenvalues down to a 10 millionth of the whole
TURNS = 28  # iterations of the rotation: singular values down to a hundred thousandth
LEAST = 1e-6  # of a picture: a region that covers less is none
TINY = 1e-12


def transferred(
    network: WctNetwork, content_13hw: Tensor, style_13hw: Tensor, inside_nhw: Tensor, wanted_nhw: Tensor
) -> Tensor:
    """The photo (1,3,h,w) with the style's statistics, within 0..1.

    inside_nhw, wanted_nhw: how much each pixel of photo and style belongs to each region, 0..1; where those of the photo sum
    to less than 1, and where the style lacks a region, the photo's own features stay.
    """
    photo = network.encode(content_13hw)
    _, wished = made_again(network, network.encode(style_13hw))
    same_13hw, _ = made_again(network, photo)

    def change(k: int, feat_1chw: Tensor) -> Tensor:
        return moved(feat_1chw, wished[k], shrunk(inside_nhw, k), shrunk(wanted_nhw, k))

    made_13hw = content_13hw + network.decode(photo, change) - same_13hw
    return moved(made_13hw, style_13hw, inside_nhw, wanted_nhw).clamp(0, 1)


def made_again(network: WctNetwork, seen: Seen) -> tuple[Tensor, dict[int, Tensor]]:
    """The picture that the decoder makes of features as they are, and the features of every stage on its way."""
    stages: dict[int, Tensor] = {}

    def keep(k: int, feat_bchw: Tensor) -> Tensor:
        return stages.setdefault(k, feat_bchw)

    return network.decode(seen, keep), stages


def moved(feat_1chw: Tensor, style_1chw: Tensor, inside_nhw: Tensor, wanted_nhw: Tensor) -> Tensor:
    """Features (1,c,h,w) that have, region by region, mean and covariance of the style's; always in float32."""
    with torch.autocast(feat_1chw.device.type, enabled=False):
        return _moved(feat_1chw.float(), style_1chw.float(), inside_nhw, wanted_nhw)


def _moved(feat_1chw: Tensor, style_1chw: Tensor, inside_nhw: Tensor, wanted_nhw: Tensor) -> Tensor:
    flat_cp = feat_1chw[0].flatten(1)
    result_cp = flat_cp.clone()
    for here_p, there_q in zip(inside_nhw.flatten(1), wanted_nhw.flatten(1), strict=True):
        if min(float(here_p.mean()), float(there_q.mean())) < LEAST:
            continue
        own_c1, own_cc = _statistics(flat_cp, here_p)
        wanted_c1, wanted_cc = _statistics(style_1chw[0].flatten(1), there_q)
        way_cp = transport(own_cc, wanted_cc) @ (flat_cp - own_c1) + wanted_c1 - flat_cp
        result_cp += here_p * way_cp
    return result_cp.reshape(feat_1chw.shape)


def transport(own_cc: Tensor, wanted_cc: Tensor) -> Tensor:
    """S^1/2 U C^-1/2 of two covariances: symmetric, and positive."""
    ridge = RIDGE * (own_cc.trace() + wanted_cc.trace()) / (2 * len(own_cc)) + TINY
    ridge_cc = ridge * torch.eye(len(own_cc), dtype=own_cc.dtype, device=own_cc.device)
    root_cc, whitening_cc = square_roots(own_cc + ridge_cc, ITERATIONS)
    colouring_cc, _ = square_roots(wanted_cc + ridge_cc, ITERATIONS)
    return colouring_cc @ polar_factor(colouring_cc @ root_cc, TURNS) @ whitening_cc


def shrunk(mask_nhw: Tensor, k: int) -> Tensor:
    """Masks as stage k sees them: halved k times, as its features are."""
    for _ in range(k):
        mask_nhw = F.avg_pool2d(mask_nhw, 2)
    return mask_nhw


def _statistics(feat_cp: Tensor, weights_p: Tensor) -> tuple[Tensor, Tensor]:
    """Mean (c,1) and covariance (c,c), each position as much as its weight says."""
    share_p = weights_p / weights_p.sum()
    mean_c1 = (feat_cp @ share_p)[:, None]
    centred_cp = feat_cp - mean_c1
    return mean_c1, (centred_cp * share_p) @ centred_cp.T
