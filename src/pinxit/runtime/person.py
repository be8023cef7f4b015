"""Where the people are in a picture, by the network of MediaPipe's selfie segmentation (Apache-2.0; tools/mediapipe_networks.py).

It was made for one or a few people who are near. What else stands large in front it may take for one: a cat, a cup.

Axes: h rows, w columns.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pinxit.core.picture import Picture
from pinxit.imageops.resize import resize
from pinxit.runtime.loaded import packaged

Float = NDArray[np.float32]

SIDE = 256  # pixels: what the network sees, whatever the picture's shape
SURE = 0.9
# Share of what it takes for people that it must be sure of: where nobody is, it finds blurs.
LEAST_SURE = 0.7


def people(picture: Picture) -> Float:
    """How much each pixel belongs to a person, 0..1: (h,w), of the picture's size; zeros where nobody is to be seen."""
    small_hw3 = resize(picture.rgb_hw3, SIDE, SIDE, clip=True)
    feeds = {"photo": np.ascontiguousarray(small_hw3.transpose(2, 0, 1)[None])}
    small_hw = packaged("person").run(feeds)["person"][0, 0]
    found = int(np.count_nonzero(small_hw > 0.5))
    if int(np.count_nonzero(small_hw > SURE)) < LEAST_SURE * max(found, 1):
        return np.zeros((picture.height, picture.width), np.float32)
    return resize(small_hw[..., None], picture.height, picture.width, clip=True)[..., 0]
