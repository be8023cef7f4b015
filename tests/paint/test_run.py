from __future__ import annotations

import itertools
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import tiny_zoo
from pinxit.core.errors import InputError, ModelError, OptionError, StyleNotFound
from pinxit.core.picture import Picture
from pinxit.core.progress import Step
from pinxit.methods.paint import run, size
from pinxit.methods.paint.brush import Brush, load_brush
from pinxit.methods.paint.run import prepare
from pinxit.methods.paint.spec import PaintOptions
from pinxit.runtime.session import Session
from pinxit.zoo.catalogue import find_style, identity, model
from pinxit.zoo.stylefile import Style

pytestmark = pytest.mark.usefixtures("tiny")


def photo(height: int, width: int, seed: int = 5) -> Picture:
    """Smooth shapes with some noise, in colour."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    base = np.stack([np.sin(x / 17), np.cos(y / 23), np.sin((x + y) / 31)], 2) * 0.3 + 0.5
    return Picture(np.clip(base + 0.05 * rng.standard_normal(base.shape), 0, 1).astype(np.float32))


def paint(
    picture: Picture, style: Any = "great-wave", masks: Any = (), styles: Any = (), **options: Any
) -> Picture:
    stylise = prepare(None, PaintOptions(**options), style=style, styles=styles)
    return stylise({"content": (picture,), "masks": tuple(masks)})


def brush() -> Brush:
    return load_brush()


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything above 20,000 pixels is large, and windows are small."""
    monkeypatch.setattr(run, "WHOLE_PIXELS", 20_000)
    monkeypatch.setattr(run, "WINDOW", 128)


@pytest.fixture
def small_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Strokes are right at 256 pixels, so that a picture of 400 is carried up."""
    monkeypatch.setattr(size, "REFERENCE", 256)


def test_a_small_picture_is_the_graphs_own_painting() -> None:
    picture = photo(70, 90)
    painted = paint(picture)
    style = find_style("great-wave")
    graph = Session(model().read("painter.onnx"), device="cpu")
    feeds = {
        "photo": picture.rgb_hw3.transpose(2, 0, 1)[None].copy(),
        "style": style.vector[None],
        "statistics": np.zeros((1, model().manifest.constants.statistics), np.float32),
        "given": np.zeros(1, np.float32),
    }
    np.testing.assert_allclose(
        painted.rgb_hw3.transpose(2, 0, 1)[None], graph.run(feeds)["painted"], atol=1e-5
    )
    assert np.abs(painted.rgb_hw3 - picture.rgb_hw3).mean() > 0.01


def test_strength_is_a_walk_from_the_identity_through_the_style() -> None:
    picture = photo(64, 64)
    np.testing.assert_allclose(paint(picture, strength=0.0).rgb_hw3, picture.rgb_hw3, atol=1e-5)
    wave, start = find_style("great-wave"), identity()
    for strength in (0.4, 1.5):
        expected = start.vector + np.float32(strength) * (wave.vector - start.vector)
        np.testing.assert_allclose(brush().vector(wave, strength), expected, atol=1e-6)
        moved = tiny_zoo.make_style("moved", expected)
        np.testing.assert_allclose(
            paint(picture, strength=strength).rgb_hw3, paint(picture, moved).rgb_hw3, atol=1e-5
        )


@pytest.mark.parametrize(
    ("shape", "options"),
    [
        *itertools.product(
            [(1, 1), (1, 40), (31, 33), (5, 2000), (32, 32), (33, 47)],
            [{}, {"stroke": 0.5}, {"stroke": 4.0}, {"keep_colours": True}],
        ),
        ((20, 10_000), {}),
        ((10_000, 20), {}),
    ],
)
def test_every_size_comes_back_at_its_size(shape: tuple[int, int], options: dict[str, Any]) -> None:
    picture = photo(*shape)
    painted = paint(picture, **options)
    assert painted.size == picture.size
    assert painted.rgb_hw3.dtype == np.float32
    assert np.isfinite(painted.rgb_hw3).all()
    assert painted.rgb_hw3.min() >= 0
    assert painted.rgb_hw3.max() <= 1


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("shape", [(300, 420), (420, 301), (24, 2000), (205, 211)])
def test_tiled_equals_whole_with_the_same_statistics(shape: tuple[int, int]) -> None:
    picture = photo(*shape)
    painted = paint(picture, stroke=None)
    vector = find_style("great-wave").vector
    statistics = brush().measure(
        picture.rgb_hw3, vector
    )  # the thumbnail of a picture below 1024 pixels is the picture
    whole = brush().paint(picture.rgb_hw3, vector, statistics)
    assert np.abs(painted.rgb_hw3 - whole).max() <= 2 / 255


@pytest.mark.usefixtures("small_pieces")
def test_reuse_gives_the_same_picture_in_the_photos_own_array() -> None:
    picture = photo(300, 420)
    expected = paint(picture)
    untouched = picture.rgb_hw3.copy()
    stylise = prepare(style="great-wave")
    np.testing.assert_array_equal(stylise({"content": (picture,)}).rgb_hw3, expected.rgb_hw3)
    np.testing.assert_array_equal(picture.rgb_hw3, untouched)
    reused = stylise({"content": (picture,)}, reuse=True)
    np.testing.assert_array_equal(reused.rgb_hw3, expected.rgb_hw3)
    assert np.shares_memory(reused.rgb_hw3, picture.rgb_hw3)


@pytest.mark.usefixtures("small_pieces", "small_reference")
@pytest.mark.parametrize("reuse", [False, True])
def test_a_large_picture_is_carried_up(reuse: bool) -> None:
    picture = photo(400, 320)
    kept = Picture(picture.rgb_hw3.copy())
    painted = prepare(style="great-wave")({"content": (picture,)}, reuse=reuse)
    assert painted.size == (320, 400)
    small = paint(kept.resized(205, 256))
    # It is the small painting in the large: their means over 16 x 16 pixels are close, those of the photo are not.
    assert distance(painted, small) < 0.5 * distance(painted, kept)


@pytest.mark.usefixtures("small_reference")
def test_a_carried_picture_at_strength_0_is_nearly_the_photo() -> None:
    picture = photo(400, 320)
    assert np.abs(paint(picture, strength=0.0).rgb_hw3 - picture.rgb_hw3).mean() < 0.03


@pytest.mark.usefixtures("small_reference")
def test_stroke_does_not_depend_on_the_size_in_pixels() -> None:
    large = photo(512, 512)
    for stroke in (1.0, 2.0):
        one = paint(large, stroke=stroke)
        other = paint(large.resized(400, 400), stroke=stroke)
        assert distance(one, other) < 0.03


@pytest.mark.usefixtures("small_reference")
def test_a_finer_stroke_than_the_pixels_is_painted_larger_and_shrunk() -> None:
    picture = photo(100, 120)
    painted = paint(picture, stroke=1.0)
    expected = paint(picture.resized(256, 213)).resized(120, 100)
    np.testing.assert_allclose(painted.rgb_hw3, expected.rgb_hw3, atol=1e-5)


@pytest.mark.usefixtures("small_pieces", "small_reference")
@pytest.mark.parametrize(
    "options", [{}, {"stroke": 0.5}, {"stroke": 2.0}, {"max_side": 100}, {"max_side": 230}]
)
def test_keep_colours_keeps_them_in_every_case(options: dict[str, Any]) -> None:
    from pinxit.imageops.colour import keep_colours

    picture = photo(130, 300)
    plain = paint(picture, **options)
    shrunk = picture.fitted(options.get("max_side", 300))
    expected = keep_colours(plain.rgb_hw3, shrunk.rgb_hw3)
    np.testing.assert_allclose(paint(picture, keep_colours=True, **options).rgb_hw3, expected, atol=1e-5)


def test_max_side_shrinks_and_never_enlarges() -> None:
    assert paint(photo(200, 300), max_side=150).size == (150, 100)
    assert paint(photo(200, 300), max_side=1000).size == (300, 200)


def test_alpha_profile_depth_and_notes_are_kept() -> None:
    picture = photo(50, 60)
    alpha = np.linspace(0, 1, 3000, dtype=np.float32).reshape(50, 60)
    given = Picture(picture.rgb_hw3, alpha, b"profile", 16, ("a note",))
    painted = paint(given)
    np.testing.assert_array_equal(painted.alpha_hw, alpha)
    assert (painted.icc, painted.depth, painted.notes) == (b"profile", 16, ("a note",))
    assert paint(given, max_side=30).alpha_hw.shape == (25, 30)  # type: ignore[union-attr]


def half(height: int, width: int) -> Picture:
    """White on the left half."""
    mask = np.zeros((height, width, 3), np.float32)
    mask[:, : width // 2] = 1
    return Picture(mask)


@pytest.mark.parametrize("mask_size", [(200, 300), (50, 75)])
@pytest.mark.parametrize("pieces", ["whole", "tiles"])
def test_two_styles_meet_in_a_soft_seam(
    mask_size: tuple[int, int], pieces: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = photo(200, 300)
    if pieces == "tiles":
        monkeypatch.setattr(run, "WHOLE_PIXELS", 10_000)
        monkeypatch.setattr(run, "WINDOW", 128)
    wave, scream = paint(picture, "great-wave").rgb_hw3, paint(picture, "the-scream").rgb_hw3
    both = paint(picture, "great-wave", masks=[half(*mask_size)], styles=["the-scream"]).rgb_hw3
    np.testing.assert_allclose(both[:, :130], scream[:, :130], atol=1e-4)
    np.testing.assert_allclose(both[:, 170:], wave[:, 170:], atol=1e-4)
    low, high = np.minimum(wave, scream) - 1e-4, np.maximum(wave, scream) + 1e-4
    assert ((both >= low) & (both <= high)).all()
    general = paint(picture, None, masks=[half(*mask_size)], styles=["great-wave", "the-scream"]).rgb_hw3
    np.testing.assert_array_equal(general, both)


def test_three_styles_and_masks_that_overlap() -> None:
    picture = photo(120, 160)
    everywhere = Picture(np.ones((120, 160, 3), np.float32))
    mixed = paint(
        picture, "great-wave", masks=[everywhere, everywhere], styles=["the-scream", "starry-night"]
    )
    mean = (paint(picture, "the-scream").rgb_hw3 + paint(picture, "starry-night").rgb_hw3) / 2
    np.testing.assert_allclose(mixed.rgb_hw3, mean, atol=1e-4)


def test_masks_and_styles_must_fit() -> None:
    picture = photo(60, 80)
    with pytest.raises(InputError, match="1 masks and 1 styles"):
        paint(picture, masks=[half(60, 80)])
    with pytest.raises(InputError, match="0 masks and 2 styles"):
        paint(picture, styles=["the-scream"])
    with pytest.raises(InputError, match="same shape"):
        paint(picture, masks=[half(80, 60)], styles=["the-scream"])
    with pytest.raises(InputError, match="needs a style"):
        paint(picture, None)


@pytest.mark.usefixtures("small_pieces", "small_reference")
@pytest.mark.parametrize("shape", [(60, 80), (200, 250), (400, 320)])
def test_progress_counts_up_to_its_total(shape: tuple[int, int]) -> None:
    steps: list[Step] = []
    prepare(style="great-wave")({"content": (photo(*shape),)}, steps.append)
    assert [step.done for step in steps] == list(range(1, len(steps) + 1))
    assert {step.total for step in steps} == {len(steps)}


@pytest.mark.usefixtures("small_pieces", "small_reference")
@pytest.mark.parametrize(
    ("shape", "after"), [((200, 250), 1), ((200, 250), 3), ((400, 320), 1), ((400, 320), 9)]
)
def test_stopping_keeps_what_there_is(shape: tuple[int, int], after: int) -> None:
    picture = photo(*shape)
    steps: list[Step] = []

    def stop(step: Step) -> bool:
        steps.append(step)
        return step.done < after

    painted = prepare(style="great-wave")({"content": (picture,)}, stop)
    assert painted.size == picture.size
    assert np.isfinite(painted.rgb_hw3).all()
    assert len(steps) == after
    assert painted.notes == ("stopped early: not all of it is painted",)


@pytest.mark.usefixtures("small_reference")
@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_stop_is_asked_for_once(after: int) -> None:
    asked: list[int] = []

    def stop(step: Step) -> bool:
        asked.append(step.done)
        return step.done < after

    carried = prepare(style="great-wave")({"content": (photo(400, 320),)}, stop)
    assert asked == list(range(1, after + 1))
    # The small painting is one step, its measuring another, and the one window of the large one the last.
    assert bool(carried.notes) == (after < 3)
    assert not prepare(style="great-wave")({"content": (photo(40, 40),)}, lambda step: False).notes


def test_a_photo_that_cannot_be_written_is_not_reused() -> None:
    picture = photo(80, 80)
    picture.rgb_hw3.flags.writeable = False
    prepare(style="great-wave")({"content": (picture,)}, reuse=True)


def test_several_threads_paint_with_one_prepared_painter() -> None:
    stylise = prepare(style="great-wave", options=PaintOptions(threads=1))
    pictures = [photo(40 + 8 * index, 60, index) for index in range(4)]
    expected = [stylise({"content": (picture,)}).rgb_hw3 for picture in pictures]
    wrong: list[int] = []

    def work(index: int) -> None:
        for _ in range(5):
            if not np.array_equal(stylise({"content": (pictures[index],)}).rgb_hw3, expected[index]):
                wrong.append(index)

    threads = [threading.Thread(target=work, args=(index,)) for index in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_one_session_serves_every_style(monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_brush(device="cpu", threads=2)
    monkeypatch.setattr("pinxit.methods.paint.brush.Session", None)
    assert load_brush(device="cpu", threads=2) is first
    for name in tiny_zoo.STYLES:
        prepare(style=name, options=PaintOptions(device="cpu", threads=2))


def test_errors_of_the_model(own_root: Path) -> None:
    path = own_root / tiny_zoo.PAINTER / "painter.onnx"
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(ModelError, match="sha256"):
        prepare(model(root=own_root), style="great-wave")
    with pytest.raises(ModelError, match="no model"):
        prepare("paint.none_v1", style="great-wave")
    with pytest.raises(StyleNotFound):
        prepare(style="grate-wave")
    with pytest.raises(ModelError, match="is of painter"):
        prepare(style=Style(painter="paint.other_v1", name="x", vector=np.ones(5, np.float32)))


def test_a_graph_that_is_no_painter(own_root: Path) -> None:
    import hashlib

    import onnx
    from onnx import TensorProto, helper

    ports = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in "xy"]
    graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "other", ports[:1], ports[1:])
    made: onnx.ModelProto = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8
    )
    data = made.SerializeToString()
    (own_root / tiny_zoo.PAINTER / "painter.onnx").write_bytes(data)
    record = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    files = {"painter.onnx": record, "golden/photo.png": record, "golden/painted.png": record}
    tiny_zoo.edit_manifest(own_root, files={**files, "styles/great-wave.style": record})
    with pytest.raises(ModelError, match="not a painter's"):
        load_brush(model(root=own_root))


def test_a_style_that_paints_infinities_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = load_brush()

    def broken(feeds: Any, outputs: Any = None) -> dict[str, Any]:
        return {"painted": np.full((1, 3, 40, 40), np.nan, np.float32)}

    monkeypatch.setattr(loaded.session, "run", broken)
    with pytest.raises(ModelError, match="not finite"):
        loaded.paint(photo(40, 40).rgb_hw3, find_style("great-wave").vector)


@pytest.mark.parametrize(
    "bad",
    [
        {"strength": 1.6},
        {"strength": -0.1},
        {"stroke": 0.2},
        {"stroke": 5},
        {"max_side": 0},
        {"device": "gpu"},
    ],
)
def test_options_out_of_range(bad: dict[str, Any]) -> None:
    from pinxit.core.options import build

    with pytest.raises(OptionError):
        build(PaintOptions, bad)


def distance(one: Picture, other: Picture) -> float:
    """Mean difference of the two, each averaged over 16 x 16 areas."""
    from pinxit.imageops.resize import resize

    return float(
        np.abs(resize(one.rgb_hw3, 16, 16, kind="area") - resize(other.rgb_hw3, 16, 16, kind="area")).mean()
    )
