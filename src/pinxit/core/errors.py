"""Every error that pinxit raises on purpose. One tree; each class also is the builtin that fits it.

    class               also a            exit_code   what it says
    PinxitError                                       (the root; what is raised is one of those below)
      InputError        ValueError                2   what the user gave cannot be used
        PictureError                              2   not a readable picture (truncated, empty, random bytes)
        PictureTooLarge                           2   more pixels than the limit allows
        OptionError                               2   option unknown or out of range
        StyleNotFound   LookupError               2   no such style; names the nearest
        InputNotFound   FileNotFoundError         2   no such file, or a folder or pattern without pictures
      OutputError       OSError                   3   the result cannot be written there
        OutputExists    FileExistsError           3   something is there already
      ModelError        ValueError                4   model or style file damaged, or of another painter
      DeviceError       RuntimeError              5   the device asked for is not available
      MissingExtra      ImportError               6   an optional part is not installed
      MissingWeights    FileNotFoundError         6   weights that are fetched on demand are not here

A message says what was given, what was expected, and what to do. `str(error)` is that one sentence or two;
the library never prints it. The command line ends with the error's `exit_code`, or with 1 where only some of
several pictures failed; `pinxit.cli.main` lists the codes that stand for no error of this tree.
"""

from __future__ import annotations

from typing import ClassVar


class PinxitError(Exception):
    """Root of the tree: catch this to catch everything that pinxit raises on purpose."""

    exit_code: ClassVar[int] = 70  # that of a bug: every branch below has its own

    def __str__(self) -> str:
        # LookupError, OSError and ImportError print themselves differently; here the message is the message.
        return " ".join(str(arg) for arg in self.args)


class InputError(PinxitError, ValueError):
    """What the user gave (a file, an array, an option, a count of pictures) cannot be used."""

    exit_code = 2


class PictureError(InputError):
    """The file or bytes cannot be read as a picture: truncated, empty, random bytes or an unknown kind."""


class PictureTooLarge(InputError):
    """The picture has more pixels than the limit allows, or more than this machine's memory holds."""


class OptionError(InputError):
    """An option is unknown, of the wrong kind or out of its range."""


class StyleNotFound(InputError, LookupError):
    """No style has that name; the message offers the nearest ones."""


class InputNotFound(InputError, FileNotFoundError):
    """No such input file, or a folder or pattern that holds no pictures."""


class OutputError(PinxitError, OSError):
    """The result cannot be written there: no permission, output equal to input, two results in one file."""

    exit_code = 3


class OutputExists(OutputError, FileExistsError):
    """The output file exists already and overwriting was not asked for."""


class ModelError(PinxitError, ValueError):
    """A model or style file is corrupt, of another version, or of another painter (checksums are named)."""

    exit_code = 4


class DeviceError(PinxitError, RuntimeError):
    """The device asked for is not available; the message lists those that are."""

    exit_code = 5


class MissingExtra(PinxitError, ImportError):
    """An optional part is not installed; the message gives the exact `pip install "pinxit[...]"`."""

    exit_code = 6


class MissingWeights(PinxitError, FileNotFoundError):
    """Weights fetched on demand are not here; the message gives the exact `pinxit weights get ...`."""

    exit_code = 6
