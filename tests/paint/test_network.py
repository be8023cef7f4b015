"""The painter as torch and as ONNX graph: the same picture, whole or in tiles, whatever the size."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
import torch

from pinxit.core.errors import ModelError
from pinxit.methods.paint import graph
from pinxit.methods.paint.brush import SMALLEST
from pinxit.methods.paint.network import MULTIPLE, Painter, PainterShape
from pinxit.runtime.session import Session

SHAPE = PainterShape(fine=8, coarse=16, head=8, last=8, blocks_coarse=2)


@pytest.fixture(scope="module")
def painter() -> Painter:
    torch.manual_seed(7)
    made = Painter(SHAPE)
    # A narrow network halves exactly as well as a wide one: weights that float16 holds make the comparison sharp.
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.copy_(parameter.half().float())
        for noise in (made.noise_coarse, made.noise_fine):
            noise.copy_(noise.half().float())
        made.train()
        for seed in range(3):  # usual statistics of something
            photo = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(seed))
            made(photo, made.layout.raw()[None])
        made.eval()
    return made


@pytest.fixture(scope="module")
def session(painter: Painter) -> Session:
    return Session(graph.build(painter, "test").SerializeToString(), device="cpu", threads=1)


def vector_of(painter: Painter) -> torch.Tensor:
    return painter.layout.neutral() + 0.2 * torch.randn(
        painter.layout.length, generator=torch.Generator().manual_seed(1)
    )


def run(
    session: Session, painter: Painter, photo: torch.Tensor, statistics: np.ndarray | None = None
) -> dict[str, np.ndarray]:
    empty = np.zeros((1, painter.layout.statistics_length), np.float32)
    return session.run(
        {
            "photo": photo.numpy(),
            "style": vector_of(painter)[None].numpy(),
            "statistics": empty if statistics is None else statistics,
            "given": np.array([0 if statistics is None else 1], np.float32),
        }
    )


@pytest.mark.parametrize("size", [(64, 64), (SMALLEST, SMALLEST), (101, 67), (SMALLEST + 1, 250)])
def test_graph_equals_network(size: tuple[int, int], painter: Painter, session: Session) -> None:
    photo = torch.rand(1, 3, *size, generator=torch.Generator().manual_seed(2))
    with torch.no_grad():
        expected = painter(photo, vector_of(painter)[None]).numpy()
    painted = run(session, painter, photo)["painted"]
    assert painted.shape == (1, 3, *size)
    assert np.abs(painted - expected).max() < 1e-4


def test_the_smallest_size_leaves_something_to_reflect() -> None:
    assert PainterShape().pad + MULTIPLE - 1 < SMALLEST


def test_own_statistics_given_back_change_nothing(painter: Painter, session: Session) -> None:
    photo = torch.rand(1, 3, 80, 96, generator=torch.Generator().manual_seed(3))
    first = run(session, painter, photo)
    second = run(session, painter, photo, first["measured"])
    assert np.abs(first["painted"] - second["painted"]).max() < 1e-6


def test_a_tile_on_the_lattice_equals_the_whole(painter: Painter, session: Session) -> None:
    """Given statistics, a tile that starts on the noise lattice paints its inside as the whole picture does."""
    photo = torch.rand(1, 3, 64, 1024, generator=torch.Generator().manual_seed(4))
    whole = run(session, painter, photo)
    tile = run(session, painter, photo[..., 256:768].contiguous(), whole["measured"])
    inside = slice(graph.CONTEXT, 512 - graph.CONTEXT)
    difference = tile["painted"][..., inside] - whole["painted"][..., 256 + inside.start : 256 + inside.stop]
    assert np.abs(difference).max() < 1 / 255


def test_the_raw_vector_lets_brightness_through(painter: Painter) -> None:
    """With delta 1 and gamma 0 a picture is normalised by usual statistics: a brighter photo stays brighter."""
    dark, bright = torch.full((1, 3, 192, 192), 0.2), torch.full((1, 3, 192, 192), 0.8)
    with torch.no_grad():
        raw = [painter(p, painter.layout.raw()[None]) for p in (dark, bright)]
        plain = [painter(p, painter.layout.neutral()[None]) for p in (dark, bright)]
    raw_change, plain_change = (float((a - b)[..., 88:104, 88:104].abs().mean()) for a, b in (raw, plain))
    assert raw_change > 3 * plain_change


def test_the_painter_comes_back_from_its_graph(painter: Painter) -> None:
    model = onnx.load_from_string(graph.build(painter, "test").SerializeToString())
    again = graph.read(model)
    assert again.shape == SHAPE
    for name, value in painter.state_dict().items():
        if name == "usual_seen":  # only counts while training
            continue
        assert torch.equal(again.state_dict()[name], value), name


def test_another_graph_is_refused() -> None:
    from pinxit.torchkit.onnxgraph import GraphBuilder

    builder = GraphBuilder("other")
    builder.output("y", builder.op("Relu", builder.input("x", [1])), [1])
    with pytest.raises(ModelError, match="painter"):
        graph.read(builder.model("test", "0"))


def test_weights_are_stored_in_half_the_bytes(painter: Painter) -> None:
    model = graph.build(painter, "test")
    stored = sum(len(t.raw_data) for t in model.graph.initializer if t.data_type == onnx.TensorProto.FLOAT16)
    numbers = (
        sum(p.numel() for p in painter.parameters())
        + painter.noise_coarse.numel()
        + painter.noise_fine.numel()
    )
    assert stored == 2 * numbers
