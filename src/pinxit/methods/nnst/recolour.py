"""The colour step: the painting's lightness as bright as the style, and the photo's colours moved to those of the style.

In OKLab, after Kolkin et al. 2022: a and b of the photo are whitened and given mean and covariance of the style's (ZCA), then
smoothed along the edges of L, so that a colour ends where a stroke ends. A grey style has no colours to give, and a grey
photo none to move: there the painting's own a and b are taken in place of the photo's. L gets mean and deviation of the
style's, which the paper does not do: cosines do not see how bright or how contrasty a picture is, and what takes after a dark
place of a painting sinks into black.

Axes: h rows, w columns, n pixels, 2 a and b, 3 L, a and b; sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pinxit.imageops.colour import oklab_to_rgb, rgb_to_oklab
from pinxit.methods.nnst.samples import areas_of
from pinxit.torchkit.canvas import Given

Float = NDArray[np.float32]

GREY = 6e-5  # variance of a and b below which a picture counts as grey
_LEAST = 1e-6  # variance that is told from noise: whitening must not make colours of it
_MOST_GAIN = 1.5  # of contrast: a flat painting has nothing to show but noise
_ROUNDS = 5  # of smoothing
_EDGE = 10.0  # a neighbour that differs by dL counts exp(-10 dL), which is exp(-5 dL) squared


@dataclass(frozen=True, eq=False)
class Colours:
    """What is known of the colours of the styles in one area: mean and deviation of L; mean and covariance of a and b; the
    range of all three.
    """

    light: float
    contrast: float
    mean_2: Float
    covariance_22: Float
    low_3: Float
    high_3: Float

    @property
    def grey(self) -> bool:
        """Whether there is next to no colour."""
        return float(self.covariance_22.max()) < GREY


def recoloured(painted_hw3: Float, pictures: Given) -> Float:
    """The painting (h,w,3), as large as the photo that is worked at, in the colours of the styles.

    With regions each takes those of its own; what has no partner stays as it is painted.
    """
    lab_hw3, photo_hw3 = rgb_to_oklab(painted_hw3), rgb_to_oklab(pictures.photo_hw3)
    labels_hw = np.full(lab_hw3.shape[:2], -1)
    for index, area in enumerate(areas_of(pictures.regions)):
        inside_hw = _inside(pictures, 0, area, lab_hw3.shape[:2])
        style = _of_styles(pictures, area)
        if style is not None and inside_hw.any():
            lab_hw3[inside_hw] = _moved(lab_hw3[inside_hw], photo_hw3[inside_hw], style)
            labels_hw[inside_hw] = index
    lab_hw3[..., 1:] = smoothed(lab_hw3[..., 1:], lab_hw3[..., 0], labels_hw)
    return oklab_to_rgb(lab_hw3)


def matched(values_n2: Float, mean_2: Float, covariance_22: Float) -> Float:
    """Values with the mean and covariance asked for: whitened, coloured, moved (ZCA: neither step turns them)."""
    own_22 = np.cov(values_n2, rowvar=False, bias=True)
    transform_22 = np.matmul(_power(covariance_22, 0.5, 0.0), _power(own_22, -0.5, _LEAST)).astype(np.float32)
    moved_n2: Float = np.matmul(values_n2 - values_n2.mean(0), transform_22.T) + mean_2
    return moved_n2


def smoothed(values_hw2: Float, light_hw: Float, labels_hw: NDArray[np.int_]) -> Float:
    """Means over 3 x 3 pixels, again and again, in which a pixel counts the less the more its L differs, and not at all
    where its label does.
    """
    height, width = light_hw.shape
    light, labels = np.pad(light_hw, 1, mode="edge"), np.pad(labels_hw, 1, mode="edge")
    windows = [np.s_[y : y + height, x : x + width] for y in range(3) for x in range(3)]
    weights = [np.exp(-_EDGE * np.abs(light[at] - light_hw)) * (labels[at] == labels_hw) for at in windows]
    total_hw = np.sum(weights, axis=0)
    for _ in range(_ROUNDS):
        padded = np.pad(values_hw2, ((1, 1), (1, 1), (0, 0)), mode="edge")
        weighted = [weight[..., None] * padded[at] for weight, at in zip(weights, windows, strict=True)]
        values_hw2 = (np.sum(weighted, axis=0) / total_hw[..., None]).astype(np.float32)
    return values_hw2


def _moved(painted_n3: Float, photo_n3: Float, style: Colours) -> Float:
    """The colours of one area."""
    grey_photo = float(np.cov(photo_n3[:, 1:], rowvar=False, bias=True).max()) < GREY
    source_n3 = painted_n3 if style.grey or grey_photo else photo_n3
    moved_n2 = matched(source_n3[:, 1:], style.mean_2, style.covariance_22)
    light_n = painted_n3[:, 0]
    gain = min(_MOST_GAIN, style.contrast / max(float(light_n.std()), _LEAST))
    lit_n = (light_n - light_n.mean()) * gain + style.light
    found_n3: Float = np.clip(np.column_stack([lit_n, moved_n2]), style.low_3, style.high_3)
    return found_n3


def _of_styles(pictures: Given, area: int | None) -> Colours | None:
    """The colours of the styles' pixels in an area, mixed by their weights; None where no style has any."""
    seen: list[tuple[float, Float]] = []
    for number, (style_hw3, weight) in enumerate(
        zip(pictures.styles_hw3, pictures.style_weights, strict=True), 1
    ):
        inside_hw = _inside(pictures, number, area, style_hw3.shape[:2])
        if weight > 0 and inside_hw.any():
            seen.append((weight, rgb_to_oklab(style_hw3)[inside_hw]))
    if not seen:
        return None
    total = sum(weight for weight, _ in seen)
    # Raw moments may be mixed, covariances may not.
    mean_3 = _mixed([(weight / total, lab_n3.mean(0)) for weight, lab_n3 in seen])
    square_33 = _mixed(
        [(weight / total, np.matmul(lab_n3.T, lab_n3) / len(lab_n3)) for weight, lab_n3 in seen]
    )
    covariance_33 = square_33 - np.outer(mean_3, mean_3)
    return Colours(
        float(mean_3[0]),
        float(max(covariance_33[0, 0], 0)) ** 0.5,
        mean_3[1:],
        covariance_33[1:, 1:],
        np.min([lab_n3.min(0) for _, lab_n3 in seen], axis=0),
        np.max([lab_n3.max(0) for _, lab_n3 in seen], axis=0),
    )


def _mixed(parts: Sequence[tuple[float, Float]]) -> Float:
    mixed: Float = np.sum([share * part for share, part in parts], axis=0)
    return mixed


def _inside(pictures: Given, number: int, area: int | None, size: tuple[int, ...]) -> NDArray[np.bool_]:
    """Which pixels of a picture (0: the photo) belong to an area."""
    if pictures.regions is None or area is None:
        return np.ones(size, np.bool_)
    height, width = size
    return pictures.regions.pure(number, area, height, width) > 0


def _power(matrix_22: NDArray[np.floating[Any]], exponent: float, least: float) -> NDArray[np.float64]:
    """A power of a symmetric matrix; its eigenvalues count as no less than `least`."""
    values, vectors = np.linalg.eigh(matrix_22.astype(np.float64))
    power: NDArray[np.float64] = np.matmul(vectors * np.maximum(values, least) ** exponent, vectors.T)
    return power
