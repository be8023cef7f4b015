"""How near a painting is to its photo and to its style: one row of numbers for a triple of pictures.

Axes: b batch (here 1), c channels, h w, n positions. Every number is a distance: 0 is the same, smaller is nearer.
Definitions with equations: docs/measure.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from pinxit.core.errors import PictureError
from pinxit.core.picture import Picture
from pinxit.torchkit.features import vgg16
from pinxit.torchkit.judge import LAYERS as JUDGE_LAYERS
from pinxit.torchkit.judge import judge
from pinxit.torchkit.pictures import to_tensor
from pinxit.torchkit.statistics import gram, gram_distance, relative_error

LEAST = 48  # pixels of the short side: what the deepest layers need to see anything
SIDE = 512  # pixels of the long side at which all three pictures are compared
STYLE_LAYERS = ("relu1_2", "relu2_2", "relu3_3", "relu4_3")
CONTENT_LAYER = "relu3_3"
JUDGE_CONTENT_LAYER = "stage3"
CFSD_LAYER = "relu3_1"
CFSD_SIDE = 256  # self-similarity is quadratic in positions: 64 x 64 of them are enough
BINS, SPAN = 64, 3.0  # of a colour histogram: bins a side, over log ratios from -3 to 3
FALL_OFF = 0.02  # width of its kernel
KEPT_PHOTOS, KEPT_PAINTINGS = 12, 64  # that a ruler remembers, 20 and 2 MB each

Histogram = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass(frozen=True)
class Row:
    """The distances of one painting. ``edges`` is 1 - SSIM of the edge maps, so that it is a distance too."""

    style: float
    content: float
    judge_style: float
    judge_content: float
    cfsd: float
    edges: float
    colours: float

    def to_dict(self) -> dict[str, float]:
        """By name, in the order of the table."""
        return asdict(self)


@dataclass(frozen=True, eq=False)
class _Photo:
    """What paintings of a photo are compared with: content features of both networks, those of CFSD, the map of edges."""

    vgg: Tensor
    judge: Tensor
    structure: Tensor
    edges: Tensor


@dataclass(frozen=True, eq=False)
class _Painting:
    """What paintings in a style are compared with: Gram matrices of both networks by layer, the histogram of colours."""

    vgg: Mapping[str, Tensor]
    judge: Mapping[str, Tensor]
    colours: Histogram


class Ruler:
    """Measures triples of pictures. Loads VGG-16 and the judge: raises MissingWeights, naming the command that brings them.

    The photos and paintings that came last are remembered, as objects: give the same Picture again, and it is not looked
    at again.
    """

    def __init__(self, side: int = SIDE) -> None:
        self.side = side
        self._vgg, self._judge = vgg16(), judge()
        self._photo = lru_cache(KEPT_PHOTOS)(self._look_at_photo)
        self._painting = lru_cache(KEPT_PAINTINGS)(self._look_at_painting)

    @torch.no_grad()
    def measure(self, content: Picture, style: Picture, output: Picture) -> Row:
        """The row of one painting ``output`` of the photo ``content`` in the style of ``style``.

        Output and style are brought to one long side, the photo to the output's size.
        Raises PictureError when one is so narrow that nothing is left of it.
        """
        painted = to_tensor(_sized(output, self.side).rgb_hw3)
        photo = self._photo(content, painted.shape[-1], painted.shape[-2])
        painting = self._painting(style)
        seen, judged = self._vgg(painted, STYLE_LAYERS), self._judge(painted, JUDGE_LAYERS)
        return Row(
            style=style_distance(seen, painting.vgg),
            content=float(relative_error(seen[CONTENT_LAYER], photo.vgg)),
            judge_style=style_distance(judged, painting.judge),
            judge_content=float(relative_error(judged[JUDGE_CONTENT_LAYER], photo.judge)),
            cfsd=structure_distance(photo.structure, self._structure(painted)),
            edges=1 - edge_similarity(photo.edges, edges(painted)),
            colours=colour_distance(histogram(painted), painting.colours),
        )

    def _look_at_photo(self, photo: Picture, width: int, height: int) -> _Photo:
        picture = to_tensor(photo.resized(width, height).rgb_hw3)
        return _Photo(
            self._vgg(picture, (CONTENT_LAYER,))[CONTENT_LAYER],
            self._judge(picture, (JUDGE_CONTENT_LAYER,))[JUDGE_CONTENT_LAYER],
            self._structure(picture),
            edges(picture),
        )

    def _look_at_painting(self, painting: Picture) -> _Painting:
        picture = to_tensor(_sized(painting, self.side).rgb_hw3)
        return _Painting(
            grams(self._vgg(picture, STYLE_LAYERS)),
            grams(self._judge(picture, JUDGE_LAYERS)),
            histogram(picture),
        )

    def _structure(self, picture_13hw: Tensor) -> Tensor:
        small = F.interpolate(
            picture_13hw, scale_factor=CFSD_SIDE / max(picture_13hw.shape[-2:]), mode="area"
        )
        found: Tensor = self._vgg(small, (CFSD_LAYER,))[CFSD_LAYER]
        return found


def grams(found_1chw: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Gram matrices (1,c,c) over positions, by layer."""
    return {name: gram(value) for name, value in found_1chw.items()}


def style_distance(found_1chw: Mapping[str, Tensor], wanted_1cc: Mapping[str, Tensor]) -> float:
    """The sum over layers of |G(painted) - G(painting)|^2 / |G(painting)|^2, G the Gram matrix over positions."""
    return float(gram_distance(grams(found_1chw), wanted_1cc))


def structure_distance(content_1chw: Tensor, output_1chw: Tensor) -> float:
    """CFSD (Chung et al., CVPR 2024): divergence of the self-similarities of features, blind to colour and texture.

    S = softmax over each row of F^T F / c; the mean over rows of KL(S content || S output). Features are divided by the
    content's mean activation, as those of the normalised networks of this field are: the softmax of plain ones is all 0 and 1.
    """
    scale = content_1chw.mean().clamp_min(1e-12)
    rows = [
        F.log_softmax(flat.transpose(1, 2) @ flat / flat.shape[1], dim=-1)
        for flat in (content_1chw.flatten(2) / scale, output_1chw.flatten(2) / scale)
    ]
    return float(F.kl_div(rows[1], rows[0], reduction="sum", log_target=True) / rows[0].shape[1])


def edge_similarity(x: Tensor, y: Tensor) -> float:
    """SSIM (Wang et al. 2004: Gaussian window of 11, deviation 1.5) of two maps of edges (1,1,h,w), 0..1."""
    mean_x, mean_y = _blurred(x), _blurred(y)
    variance_x, variance_y = _blurred(x * x) - mean_x**2, _blurred(y * y) - mean_y**2
    covariance = _blurred(x * y) - mean_x * mean_y
    c1, c2 = 0.01**2, 0.03**2
    top = (2 * mean_x * mean_y + c1) * (2 * covariance + c2)
    return float((top / ((mean_x**2 + mean_y**2 + c1) * (variance_x + variance_y + c2))).mean())


def edges(rgb_13hw: Tensor) -> Tensor:
    """Sobel magnitudes (1,1,h,w) of the grey picture."""
    grey = rgb_13hw.mul(rgb_13hw.new_tensor([0.299, 0.587, 0.114]).view(1, 3, 1, 1)).sum(1, keepdim=True)
    across = torch.tensor([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]]) / 8
    kernels = torch.stack([across, across.T])[:, None]
    return F.conv2d(F.pad(grey, (1, 1, 1, 1), mode="replicate"), kernels).square().sum(1, keepdim=True).sqrt()


def _blurred(x: Tensor) -> Tensor:
    at = torch.arange(11) - 5.0
    line = torch.exp(-(at**2) / (2 * 1.5**2))
    window = torch.outer(line, line) / line.sum() ** 2
    return F.conv2d(x, window[None, None])


def colour_distance(one: Histogram, other: Histogram) -> float:
    """Hellinger distance, 0..1, of RGB-uv histograms (Afifi et al., CVPR 2021, eq. 7)."""
    return float(np.linalg.norm(np.sqrt(one) - np.sqrt(other)) / np.sqrt(2))


def histogram(rgb_13hw: Tensor) -> Histogram:
    """RGB-uv histogram (3,BINS,BINS) of a picture, of sum 1 (Afifi et al., CVPR 2021, eq. 3)."""
    small = F.interpolate(rgb_13hw, scale_factor=min(1.0, 150 / max(rgb_13hw.shape[-2:])), mode="area")
    rgb_3n = small[0].flatten(1).double().numpy()
    brightness_n = np.sqrt((rgb_3n**2).sum(0))
    logs = np.log(rgb_3n + 1e-6)
    centres = np.linspace(-SPAN, SPAN, BINS)
    planes = []
    for channel in range(3):
        near = [
            1 / (1 + ((logs[channel] - logs[other])[:, None] - centres) ** 2 / FALL_OFF**2)
            for other in range(3)
            if other != channel
        ]
        planes.append((near[0] * brightness_n[:, None]).T @ near[1])
    stacked: Histogram = np.stack(planes)
    stacked /= max(stacked.sum(), 1e-12)
    return stacked


def _sized(picture: Picture, side: int) -> Picture:
    scale = side / max(picture.size)
    width, height = (round(length * scale) for length in picture.size)
    if min(width, height) < LEAST:
        raise PictureError(
            f"a picture of {picture.width} x {picture.height} is {width} x {height} at the measured size: too narrow to "
            f"measure, {LEAST} pixels are needed; cut it, or measure at a larger size (--side)"
        )
    return picture.resized(width, height)
