"""The rooms, and the front door to all of them.

ROOMS is a literal table: adding a method is one line here and a folder. A room's `spec` is imported when it
is asked for, the rest of the room when it is used.
"""

from __future__ import annotations

import difflib
import importlib
import inspect
from collections.abc import Mapping
from typing import Any

from pinxit.core.errors import InputError
from pinxit.core.method import Prepare, Spec, check, load_entry
from pinxit.core.options import declare
from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep

ROOMS: dict[str, str] = {
    "paint": "pinxit.methods.paint.spec",
    "gatys": "pinxit.methods.gatys.spec",
    "strotss": "pinxit.methods.strotss.spec",
    "nnst": "pinxit.methods.nnst.spec",
    "colour": "pinxit.methods.colour.spec",
    "photo": "pinxit.methods.photo.spec",
    "mosaic": "pinxit.methods.mosaic.spec",
    "harmonise": "pinxit.methods.harmonise.spec",
    "expression": "pinxit.methods.expression.spec",
    "lineart": "pinxit.methods.lineart.spec",
}


def spec(method: str) -> Spec:
    """The card of a method; InputError names the nearest when there is none."""
    if method not in ROOMS:
        near = difflib.get_close_matches(str(method), list(ROOMS), n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(ROOMS)}."
        raise InputError(f"no method {method!r}: {hint}")
    found: Spec = importlib.import_module(ROOMS[method]).SPEC
    return found


def stylise(
    method: str, inputs: Any, /, *, model: Any = None, on_step: OnStep | None = None, **options: Any
) -> Picture:
    """Run one method once.

    inputs: slot name -> picture or list of pictures (anything that `Picture.of` takes); a bare picture goes
    to the first slot, whose origin the result tells.
    options: the method's options, and what its `prepare` takes besides (paint: `style` or
    `styles`). model: see the method. Raises the errors of `pinxit.core.errors`.
    """
    card = spec(method)
    if not isinstance(inputs, Mapping):
        inputs = {card.slots[0].name: inputs}
    names = {info.name for info in declare(card.options)}
    prepare = load_entry(card)
    given = {
        name: options.pop(name) for name in _own_keywords(prepare) if name in options and name not in names
    }
    pictures, checked = check(card, inputs, options)
    content = next(iter(pictures[card.slots[0].name]), None)
    return prepare(model, checked, **given)(pictures, on_step).made_of(content)


def _own_keywords(prepare: Prepare) -> tuple[str, ...]:
    parameters = inspect.signature(prepare).parameters.values()
    return tuple(each.name for each in parameters if each.kind is inspect.Parameter.KEYWORD_ONLY)
