"""What there is to paint with: models and styles, packaged and the user's own, and how a style is named.

Packaged styles lie in <zoo>/<model id>/styles/*.style, the user's (from `learn --install`) in
<cache>/styles/*.style; a user's style wins over a packaged one of the same name. `$PINXIT_ZOO` points at
another zoo folder (see `pinxit.zoo.store`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from pinxit.core.errors import InputError, ModelError, OptionError, StyleNotFound
from pinxit.core.paths import PICTURE_SUFFIXES
from pinxit.core.picture import Picture
from pinxit.core.places import from_home, is_file
from pinxit.zoo import store
from pinxit.zoo.manifest import Manifest
from pinxit.zoo.stylefile import Style, blend, from_bytes, same_painter

DEFAULT_PAINTER = "paint.core_v2"
#: What makes a style of a picture (anything that `Picture.of` takes): a painter's reader, which lives further up.
Read = Callable[[Any], Style]
_SUFFIX = ".style"
_IDENTITY = "identity"
IDENTITY = f"{_IDENTITY}{_SUFFIX}"  # the file of every model that has styles


@dataclass(frozen=True)
class Model:
    """A model of the zoo: its manifest, and the folder that its files lie in."""

    manifest: Manifest
    folder: Path

    @property
    def id(self) -> str:
        """Such as paint.core_v2."""
        return self.manifest.id

    def read(self, file: str) -> bytes:
        """Content of one file of the manifest, checked against its sha256; ModelError when it is damaged or
        not listed.
        """
        return store.verified_bytes(self.manifest, self.folder, file)

    def path(self, file: str) -> Path:
        """Path of one file of the manifest, checked once per process."""
        return store.verified_path(self.manifest, self.folder, file)


def models(root: Path | None = None) -> tuple[Model, ...]:
    """All models of the zoo, by id. ModelError for a folder whose manifest cannot be read."""
    root = root or store.zoo_root()
    ids = sorted(path.parent.name for path in root.glob("*/manifest.json"))
    return tuple(model(id, root) for id in ids)


def model(id: str = DEFAULT_PAINTER, root: Path | None = None) -> Model:
    """The model `id`; ModelError names those that are there."""
    root = root or store.zoo_root()
    return Model(store.model_manifest(id, root), root / id)


def user_styles_dir() -> Path:
    """Where the user's own styles lie; made by whoever writes there."""
    return store.cache_dir() / "styles"


def styles(painter: Model | str = DEFAULT_PAINTER) -> tuple[Style, ...]:
    """Every style of `painter`, by name: the packaged ones and the user's. The user's broken or foreign files
    are left out (`broken_styles` lists them); a broken packaged style is a ModelError.
    """
    painter = _model(painter)
    found = {name: _packaged(painter, path) for name, path in _files(painter.folder / "styles")}
    for _, style, _ in _user_styles(painter):
        if style is not None:
            found[style.name] = style
    return tuple(found[name] for name in sorted(found))


def broken_styles(painter: Model | str = DEFAULT_PAINTER) -> tuple[tuple[Path, str], ...]:
    """Files in the user's style folder that `painter` cannot use, and why."""
    return tuple((path, problem) for path, style, problem in _user_styles(_model(painter)) if style is None)


def identity(painter: Model | str = DEFAULT_PAINTER) -> Style:
    """The style that paints the photo itself: the zero point of `strength`."""
    painter = _model(painter)
    return _packaged(painter, painter.folder / IDENTITY)


def find_style(text: str, painter: Model | str = DEFAULT_PAINTER, read: Read | None = None) -> Style:
    """The style that `text` names: NAME, path/to/file.style, a picture file, or a blend "a:0.6,b:0.4" of such
    (weights need not sum to 1). Without `read`, pictures are no styles.

    StyleNotFound names the nearest styles; ModelError for a bad file or one of another painter; OptionError
    for bad weights; what `read` raises.
    """
    painter = _model(painter)
    if not isinstance(text, str) or not text.strip():
        raise StyleNotFound(
            f"style {text!r}: give a name, a .style file, a picture, or a blend such as 'great-wave:0.6,the-scream:0.4'"
        )
    # A path may hold commas and colons: if the whole text is a file, it is that file.
    if _is_path(text) and is_file(from_home(text)):
        return _one(text, painter, read)
    parts = []
    for part in text.split(","):
        name, weight = _weighted(part.strip())
        if not name:
            raise OptionError(f"blend {text!r}: a part is empty; write it as 'great-wave:0.6,the-scream:0.4'")
        parts.append((_one(name, painter, read), weight))
    return blend(parts)


def as_style(given: Any, painter: Model | str = DEFAULT_PAINTER, read: Read | None = None) -> Style:
    """The style that a caller means: a Style, text as for `find_style`, a path, {name or style: weight},
    [(name or style, weight)], or, with `read`, a picture: Picture, Pillow image, array, or the bytes of a file.

    Items of a list may also stand without weight (then 1).
    """
    painter = _model(painter)
    if isinstance(given, Style):
        same_painter(given, painter.id, painter.manifest.constants.vector)
        return given
    if isinstance(given, str):
        return find_style(given, painter, read)
    if isinstance(given, Path):
        return _load(given, painter) if given.suffix == _SUFFIX else _read(given, painter, read)
    if isinstance(given, Picture | Image.Image | np.ndarray | bytes | bytearray):
        return _read(given, painter, read)
    if isinstance(given, Mapping):
        return blend([(as_style(name, painter, read), weight) for name, weight in given.items()])
    if isinstance(given, Sequence):
        pairs = [item if isinstance(item, tuple) and len(item) == 2 else (item, 1.0) for item in given]
        return blend([(as_style(name, painter, read), weight) for name, weight in pairs])
    raise InputError(
        f"a style cannot be a {type(given).__name__}; give a name, a path, a picture, a Style, or names with weights"
    )


def _model(painter: Model | str) -> Model:
    return model(painter) if isinstance(painter, str) else painter


def _weighted(part: str) -> tuple[str, float]:
    name, colon, tail = part.rpartition(":")
    if not colon:
        return part, 1.0
    try:
        weight = float(tail)
    except ValueError:
        if _is_path(tail) and len(name) <= 1:  # C:\styles\mine.style
            return part, 1.0
        raise OptionError(
            f"{part!r}: {tail!r} is not a weight; write a blend as 'great-wave:0.6,the-scream:0.4'"
        ) from None
    if not math.isfinite(weight) or weight < 0:
        raise OptionError(f"{part!r}: a weight must be 0 or more")
    return name.strip(), weight


def _is_path(text: str) -> bool:
    """Whether a style is named by a file, as its ending says."""
    return text.lower().endswith((_SUFFIX, *PICTURE_SUFFIXES))


def _read(given: Any, painter: Model, read: Read | None) -> Style:
    if read is None:
        what = str(given) if isinstance(given, Path) else f"the {type(given).__name__}"
        raise StyleNotFound(
            f"{what} is a picture, and {painter.id} has no reader for pictures; make a style of it with `pinxit learn`"
        )
    return read(given)


def _one(name: str, painter: Model, read: Read | None) -> Style:
    if name.endswith(_SUFFIX):
        return _load(from_home(name), painter)
    if name == _IDENTITY:
        return identity(painter)
    if name == Path(name).name:  # never a path in disguise; the common case needs no other file to be read
        path = painter.folder / "styles" / f"{name}{_SUFFIX}"
        if is_file(path) and not is_file(user_styles_dir() / path.name):
            return _packaged(painter, path)
    if _is_path(name):
        return _read(from_home(name), painter, read)
    known = {style.name: style for style in styles(painter)}
    if name in known:
        return known[name]
    said = {_plain(style.title): style for style in known.values() if style.title} | {
        _plain(key): known[key] for key in known
    }
    if _plain(name) in said:
        return said[_plain(name)]
    if read is not None and is_file(from_home(name)):
        return read(from_home(name))
    import difflib  # only the unlucky need it

    near = difflib.get_close_matches(_plain(name), list(said), n=3, cutoff=0.5)
    names = list(dict.fromkeys(said[match].name for match in near))
    if names:
        hint = f"did you mean {' or '.join(names)}?"
    else:
        hint = f"there {'are ' + ', '.join(known) if known else 'are no styles in ' + str(painter.folder)}"
    raise StyleNotFound(
        f"no style {name[:80]!r} for {painter.id}: {hint} "
        f"(`pinxit styles` lists all; a file is a {_SUFFIX} file or a picture)"
    )


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        if path.is_file():
            yield path.name.removesuffix(_SUFFIX), path


def _packaged(painter: Model, path: Path) -> Style:
    # Styles may be added to a published painter, so the manifest need not list them; those that it lists must
    # match.
    listed = path.relative_to(painter.folder).as_posix()
    if listed in painter.manifest.files:
        style = from_bytes(painter.read(listed), str(path))
    elif path.is_file():
        style = Style.load(path)
    else:
        raise ModelError(f"{path}: missing, but {painter.id} needs it; install pinxit or the model again")
    same_painter(style, painter.id, painter.manifest.constants.vector)
    if style.name != path.name.removesuffix(_SUFFIX):
        raise ModelError(
            f"{path}: holds the style {style.name!r}; the file must be named {style.name}{_SUFFIX}"
        )
    return style


def _load(path: Path, painter: Model) -> Style:
    style = Style.load(path)
    same_painter(style, painter.id, painter.manifest.constants.vector)
    return style


def _user_styles(painter: Model) -> Iterator[tuple[Path, Style | None, str]]:
    for _, path in _files(user_styles_dir()):
        try:
            yield path, _load(path, painter), ""
        except (ModelError, InputError) as error:
            yield path, None, str(error)
