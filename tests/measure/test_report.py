"""Tables and pages of measures."""

from __future__ import annotations

import numpy as np

from pinxit.core.picture import Picture
from pinxit.measure import report
from pinxit.measure.metrics import Row

ONE = Row(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0)
TWO = Row(3.0, 2.0, 1.0, 0.0, 1.0, 2.0, 3.0)


def test_the_table_ends_with_means() -> None:
    lines = report.table(["one.jpg", "two.jpg"], [ONE, TWO]).splitlines()
    assert len(lines) == 4
    assert lines[-1].split() == ["mean", "2.000", "2.000", "2.000", "2.000", "3.000", "4.000", "5.000"]
    assert len({len(line) for line in lines}) == 1


def test_one_painting_has_no_mean() -> None:
    assert len(report.table(["one.jpg"], [ONE]).splitlines()) == 2


def test_the_page_carries_its_pictures_and_no_markup_of_others() -> None:
    picture = Picture(np.zeros((4, 6, 3), np.float32))
    page = report.page([report.Entry("<b>&.jpg", ONE, picture, picture, picture)])
    assert page.count("data:image/jpeg;base64,") == 3
    assert "&lt;b&gt;&amp;.jpg" in page
    assert "http" not in page
