"""What a method (a room under `pinxit.methods`) tells about itself, and where its inputs are checked.

A room is a module, not a subclass: `spec.py` holds a `Spec`, and `Spec.entry` names a `prepare` function that
loads once and returns a `Runner`.
"""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from pinxit.core import options as _options
from pinxit.core.errors import InputError
from pinxit.core.extras import needs
from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep

Engine = Literal["onnx", "numpy", "torch"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A named place for pictures: at least `low`, at most `high` of them (None: any number)."""

    name: str
    low: int = 1
    high: int | None = 1


@dataclass(frozen=True, slots=True)
class Spec:
    """A method's card: what goes in, which options it has, what runs it.

    options: a frozen dataclass of `option(...)` fields. extra: the pip extra it needs, None for none.
    entry: "package.module:prepare", imported only when the method is used.
    """

    name: str
    title: str
    slots: tuple[Slot, ...]
    options: type
    engine: Engine
    extra: str | None
    entry: str


class Runner(Protocol):
    """A prepared method: holds no mutable state and may be called from several threads."""

    def __call__(self, inputs: Mapping[str, Sequence[Picture]], on_step: OnStep | None = None) -> Picture:
        """Make one picture of the pictures in each slot; the inputs have been through `check`."""
        ...


class Prepare(Protocol):
    """`prepare` of a room: load once. `model` is whatever that room takes (a model id, a path, None)."""

    def __call__(self, model: Any, options: Any) -> Runner:
        """Load the model and return what runs it with these options."""
        ...


def check(spec: Spec, inputs: Mapping[str, Any], options: Any) -> tuple[dict[str, tuple[Picture, ...]], Any]:
    """Check what is given to a method; rooms never check again.

    inputs: slot name -> one source, or a list or tuple of sources, of any kind that `Picture.of` takes.
    options: an instance of `spec.options`, or a mapping of option names to values.
    Returns the pictures of every slot of the spec (an empty tuple where none is given) and the options.
    Raises InputError (unknown slot, too few or too many pictures), PictureError, OptionError.
    """
    slots = {slot.name: slot for slot in spec.slots}
    for name in inputs:
        if name not in slots:
            near = difflib.get_close_matches(str(name), list(slots), n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"it takes {', '.join(slots)}."
            raise InputError(f"method {spec.name!r} takes no {name!r}: {hint}")
    given = {name: _listed(inputs.get(name)) for name in slots}
    for name, slot in slots.items():
        _count(spec, slot, len(given[name]))
    if isinstance(options, Mapping):
        options = _options.build(spec.options, options)
    elif isinstance(options, spec.options):
        _options.validate(options)
    else:
        raise InputError(
            f"method {spec.name!r} takes its options as {spec.options.__name__} or as a mapping."
        )
    return {name: tuple(Picture.of(source) for source in sources) for name, sources in given.items()}, options


def _listed(value: Any) -> tuple[Any, ...]:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, (list, tuple)) else (value,)


def _count(spec: Spec, slot: Slot, count: int) -> None:
    if count >= slot.low and (slot.high is None or count <= slot.high):
        return
    if slot.high is None:
        wanted = f"{slot.low} or more"
    elif slot.low == slot.high:
        wanted = f"exactly {slot.low}"
    else:
        wanted = f"{slot.low} to {slot.high}"
    raise InputError(
        f"method {spec.name!r} takes {wanted} as {slot.name!r}, and got {count}: change how many you give."
    )


def load_entry(spec: Spec) -> Prepare:
    """Import and return the `prepare` function that `spec.entry` names ("package.module:function").

    MissingExtra names the pip command when what the method needs besides is not installed.
    """
    module, _, function = spec.entry.partition(":")
    with nullcontext() if spec.extra is None else needs(spec.extra):
        prepare: Prepare = getattr(importlib.import_module(module), function)
    return prepare
