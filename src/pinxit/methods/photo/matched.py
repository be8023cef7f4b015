"""Regions that photo and styles share, found without anybody painting them: sky and sky, ground and ground.

The cells of a deep layer of all pictures are put into a few heaps together (k-means, from a seeded k-means++ start), so a heap
is the same kind of thing in each. Features of every picture are taken in its own mean and deviation, as day and night
differ in nothing else; the height in the picture counts a little. What is a heap of in one picture only goes to the others.
People, whom a network finds (pinxit.runtime.person), are a heap of their own.

Axes: n cells, f features, k heaps, h rows, w columns.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from pinxit.core.errors import InputError
from pinxit.core.picture import Picture
from pinxit.imageops.resize import resize
from pinxit.imageops.sheet import Cell, contact_sheet
from pinxit.methods.photo.affine import Guide
from pinxit.runtime.person import people
from pinxit.torchkit.features import Vgg16
from pinxit.torchkit.optimise import working_size
from pinxit.torchkit.pictures import at_size

SIDE = 256  # pixels at which regions are looked for
LAYER = "relu4_1"
HEAPS = 4
ROUNDS = 20  # of k-means
HEIGHT = 0.5  # weight of the height in the picture beside features of length 1
LEAST = 0.05  # of the photo, and of a style: a smaller heap is none
# One for each heap, and one for people.
COLOURS = ((0.1, 0.45, 0.9), (0.9, 0.55, 0.1), (0.2, 0.7, 0.25), (0.75, 0.2, 0.6), (0.9, 0.15, 0.15))
TINT = 0.55  # of an overlay


@torch.no_grad()
def matched_masks(
    pictures: Sequence[Picture], masks: Sequence[Picture], features: Vgg16, seed: int
) -> list[Picture]:
    """A mask in flat colours for each picture, of its shape: the photo first, then the styles.

    masks: those that the user painted; InputError if there are any, as only one of both can count.
    """
    if masks:
        raise InputError("masks are given and auto_masks would find others: give one or the other.")
    device = features.mean.device
    small = [at_size(each.rgb_hw3, working_size(each.height, each.width, SIDE), device) for each in pictures]
    cells = [_described(features(each, (LAYER,))[LAYER]) for each in small]
    centres_kf = _heaps(torch.cat([each.flatten(1).T for each in cells]), seed)
    belonging = [
        _beside_people(_belonging(each, here, centres_kf), picture)
        for each, here, picture in zip(cells, small, pictures, strict=True)
    ]
    kept = _in_photo_and_style(belonging)
    palette = np.array(COLOURS, np.float32)[kept]
    return [Picture(palette[each[kept].argmax(0).cpu().numpy()]) for each in belonging]


def overlay(pictures: Sequence[Picture], masks: Sequence[Picture]) -> Picture:
    """Photo and styles beside each other, each under the colours of its mask."""
    cells = []
    for number, (picture, mask) in enumerate(zip(pictures, masks, strict=True)):
        shown = picture.fitted(2 * SIDE)
        grey_hw1 = shown.rgb_hw3.mean(2, keepdims=True)
        over_hw3 = mask.resized(shown.width, shown.height).rgb_hw3
        tinted_hw3 = (1 - TINT) * grey_hw1 + TINT * over_hw3
        cells.append(Cell(tinted_hw3.astype(np.float32), f"style {number}" if number else "photo"))
    return Picture(contact_sheet(cells, heading="Regions", note="what has one colour belongs together"))


def _described(feat_1fhw: Tensor) -> Tensor:
    """The cells (f,h,w) of a picture in its own mean and deviation, of length 1, and their height in it."""
    feat_fhw = feat_1fhw[0].float()
    spread = feat_fhw.std((1, 2), keepdim=True, correction=0).clamp_min(1e-6)
    plain_fhw = F.normalize((feat_fhw - feat_fhw.mean((1, 2), keepdim=True)) / spread, dim=0)
    rows = torch.linspace(-HEIGHT, HEIGHT, plain_fhw.shape[1], device=feat_fhw.device)
    return torch.cat([plain_fhw, rows[None, :, None].expand(1, *plain_fhw.shape[1:])])


def _heaps(cells_nf: Tensor, seed: int) -> Tensor:
    """Centres (k,f) by k-means; the first ones far from each other (Arthur, Vassilvitskii 2007), drawn with the seed."""
    chance = np.random.default_rng(seed)
    centres = [cells_nf[int(chance.integers(len(cells_nf)))]]
    while len(centres) < HEAPS:
        far_n = torch.cdist(cells_nf, torch.stack(centres)).amin(1).square().double().cpu().numpy()
        total = far_n.sum()
        shares = far_n / total if total > 0 else None  # a flat picture: all cells are the same
        centres.append(cells_nf[int(chance.choice(len(cells_nf), p=shares))])
    centres_kf = torch.stack(centres)
    for _ in range(ROUNDS):
        member_nk = F.one_hot(torch.cdist(cells_nf, centres_kf).argmin(1), HEAPS).to(cells_nf.dtype)
        counts_k1 = member_nk.sum(0)[:, None]
        centres_kf = torch.where(counts_k1 > 0, member_nk.T @ cells_nf / counts_k1.clamp_min(1), centres_kf)
    return centres_kf


def _belonging(cells_fhw: Tensor, picture_13hw: Tensor, centres_kf: Tensor) -> Tensor:
    """How much every pixel (k,h,w) belongs to each heap, ending where the picture has edges."""
    height, width = cells_fhw.shape[1:]
    near_nk = torch.cdist(cells_fhw.flatten(1).T, centres_kf).argmin(1)
    member_1khw = F.one_hot(near_nk, HEAPS).T.reshape(1, HEAPS, height, width).float()
    large = F.interpolate(member_1khw, picture_13hw.shape[-2:], mode="bilinear", align_corners=False)
    return Guide(picture_13hw).filtered(large[0])


def _beside_people(belonging_khw: Tensor, picture: Picture) -> Tensor:
    """The heaps, out of which the people of a picture are taken as one more: (k + 1,h,w)."""
    height, width = belonging_khw.shape[1:]
    people_hw = resize(people(picture)[..., None], height, width, clip=True)[..., 0]
    people_1hw = torch.from_numpy(people_hw)[None].to(belonging_khw)
    return torch.cat([belonging_khw * (1 - people_1hw), people_1hw])


def _in_photo_and_style(belonging: Sequence[Tensor]) -> list[int]:
    """The heaps that hold enough of the photo, which comes first, and of a style; without such, the largest of the photo."""
    shares = [
        torch.bincount(each.argmax(0).flatten(), minlength=len(each)).double() / each[0].numel()
        for each in belonging
    ]
    in_style = torch.stack(shares[1:]).amax(0)
    both = [
        heap for heap in range(len(in_style)) if min(float(shares[0][heap]), float(in_style[heap])) >= LEAST
    ]
    return both or [int(shares[0].argmax())]
