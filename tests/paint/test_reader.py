"""The reader: what it gives depends on the picture and not on its size, and its graph gives the same."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from pinxit.core.picture import Picture
from pinxit.methods.paint import reader_graph
from pinxit.methods.paint.network import Layout, PainterShape
from pinxit.runtime.session import Session
from pinxit.torchkit.reader import Reader, ReaderShape
from pinxit.zoo.samples import samples_dir


@pytest.fixture(scope="module")
def reader() -> Reader:
    torch.manual_seed(1)
    reader = Reader(ReaderShape(side=64), Layout(PainterShape()).length)
    torch.nn.init.normal_(reader.outer.bias)
    return reader.requires_grad_(False).eval()


def tensor(name: str, width: int, height: int) -> torch.Tensor:
    picture = Picture.of(samples_dir() / name).resized(width, height)
    return torch.from_numpy(picture.rgb_hw3.transpose(2, 0, 1)[None].copy())


def test_the_size_of_a_picture_hardly_matters_and_the_picture_does(reader: Reader) -> None:
    small, large = (reader(tensor("cat.jpg", side, side)) for side in (128, 512))
    other = reader(tensor("coffee.jpg", 128, 128))
    assert float((small - large).norm()) < 0.1 * float((small - other).norm())


def test_the_graph_reads_as_the_network_does_and_travels_light(reader: Reader) -> None:
    length = reader.outer.out_features
    around = (torch.linspace(-1, 1, length), torch.linspace(0.5, 2, length))
    data = reader_graph.build(reader, around, "0").SerializeToString()
    assert len(data) < 1.5e6
    session = Session(data, device="cpu")
    for size in ((300, 200), (64, 64), (50, 90)):
        picture = tensor("cat.jpg", *size)
        wanted = around[0] + around[1] * reader(picture)
        found = session.run({"picture": picture.numpy()}, ["style"])["style"]
        np.testing.assert_allclose(found, wanted.numpy(), atol=2e-2)
