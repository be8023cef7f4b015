"""Lessons: what they weigh, and what painting beyond strength 1 makes of them."""

from __future__ import annotations

import random

import pytest
import torch

from pinxit.methods.paint.tutors import MOST_STRENGTH, Lessons


def lessons(bounded: list[float]) -> Lessons:
    count = len(bounded)
    vectors = torch.arange(2.0 * count).view(count, 2)
    return Lessons(vectors, {}, torch.ones(count), torch.tensor(bounded))


def test_named_styles_weigh_what_the_recipe_says_whatever_their_loss() -> None:
    scale = lessons([0, 0]).scale(torch.tensor([0.5, 9.0]), torch.tensor([2.0, 300.0]))
    assert scale.tolist() == [1, 1]


def test_of_read_styles_the_hopeless_and_the_far_weigh_less() -> None:
    read = lessons([1, 1])
    by_loss = read.scale(torch.tensor([1.0, 9.0]), torch.tensor([4.0, 4.0]))
    assert by_loss[0] == pytest.approx(5 * float(by_loss[1]))
    by_photo = read.scale(torch.tensor([1.0, 1.0]), torch.tensor([2.0, 200.0]))
    assert by_photo[0] > 2 * by_photo[1]
    assert torch.isfinite(read.scale(torch.zeros(2), torch.zeros(2))).all()


def test_beyond_strength_1_the_vector_goes_on_and_the_style_weighs_more() -> None:
    given, identity = lessons([0, 1]), torch.tensor([1.0, -1.0])
    same = given.pushed(identity, random.Random(1), share=0)
    assert torch.equal(same.vectors, given.vectors)
    assert torch.equal(same.weights, given.weights)
    pushed = given.pushed(identity, random.Random(1), share=1)
    assert ((pushed.weights > 1) & (pushed.weights <= MOST_STRENGTH)).all()
    for vector, start, strength in zip(pushed.vectors, given.vectors, pushed.weights, strict=True):
        torch.testing.assert_close(vector - identity, strength * (start - identity))
