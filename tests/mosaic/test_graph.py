"""The ONNX graph: what torch paints, from a file that is small enough."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest
import torch

from mosaic.test_render import painter
from optimising import picture
from pinxit.core.errors import OptionError
from pinxit.methods.mosaic import chance
from pinxit.methods.mosaic.graph import build
from pinxit.methods.mosaic.network import Generator, Shape
from pinxit.methods.mosaic.noise import NoiseShape
from pinxit.methods.mosaic.sources import PhotoView
from pinxit.methods.mosaic.spec import PRESETS


@pytest.mark.parametrize("size", [(32, 48), (21, 30), (1, 1)])
def test_it_paints_what_torch_paints(size: tuple[int, int]) -> None:
    generator = painter().generator
    noise = chance.cells(0, generator.shape.noise.channels, 0, 0, -(-size[0] // 4), -(-size[1] // 4))
    session = onnxruntime.InferenceSession(build(generator, "0").SerializeToString())
    photo_hw3 = picture(*size, 1).rgb_hw3
    (made,) = session.run(None, {"photo": photo_hw3.transpose(2, 0, 1)[None], "noise": noise})
    view = PhotoView(picture(*size, 1), *size)
    seen = view.window(0, 0, noise.shape[2] * 4, noise.shape[3] * 4)[None]
    wanted = (generator(seen, torch.from_numpy(noise)).tanh() + 1) / 2
    assert made.shape == (1, 3, *size)
    assert np.abs(made - wanted[..., : size[0], : size[1]].numpy()).max() < 0.02  # weights are float16


def test_the_preset_for_a_cpu_is_below_four_megabytes() -> None:
    small = PRESETS["small"]
    noise = NoiseShape(small.everywhere, small.local, small.waves)
    generator = Generator(Shape(noise, width=small.width, depth=small.depth, kernel=small.kernel)).eval()
    assert len(build(generator, "0").SerializeToString()) < 4_000_000


def test_a_memory_cannot_be_exported() -> None:
    for other in (painter(templates=2), painter(photo=False)):
        with pytest.raises(OptionError, match="--templates 0"):
            build(other.generator, "0")
