"""From errors to what a person reads and to exit codes: the only place that decides either."""

from __future__ import annotations

import errno
import sys
import traceback
import warnings
from collections.abc import Callable

from pinxit.cli.streams import settle, silence_stdout
from pinxit.core.errors import OutputError, PinxitError

INTERRUPTED = 130
BUG = 70  # EX_SOFTWARE of sysexits.h
SOME_FAILED = 1

__all__ = ["BUG", "INTERRUPTED", "SOME_FAILED", "explain", "guarded", "say"]


def say(text: str) -> None:
    """One line for a person, on stderr: stdout belongs to results."""
    print(text, file=sys.stderr, flush=True)


def explain(error: PinxitError, about: str = "") -> str:
    """The message of an error of our tree, without a traceback; `about` names what it is about."""
    text = str(error)
    return f"pinxit: {text}" if about in text else f"pinxit: {about}: {text}"


def guarded(work: Callable[[], int], *, debug: bool) -> int:
    """Run a verb; what it raises becomes a message and an exit code (`pinxit.cli.main` lists the codes)."""
    settle()
    # Pillow's doubts about odd files: what is wrong with a file is in our notes and errors, in our words.
    warnings.filterwarnings("ignore", module="PIL")
    try:
        code = work()
        sys.stdout.flush()
        return code
    except PinxitError as error:
        if debug:
            traceback.print_exc()
        say(explain(error))
        return error.exit_code
    except KeyboardInterrupt:
        say("\npinxit: stopped; nothing half-written is left behind")
        return INTERRUPTED
    except BrokenPipeError:
        silence_stdout()  # the reader went away (`pinxit styles | head`): not a failure of ours
        return 0
    except MemoryError:
        say("pinxit: out of memory; a smaller --max-side needs less")
        return BUG
    except Exception as error:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            # Files say so themselves; this is stdout, into a file.
            silence_stdout()
            say("pinxit: the result cannot be written: the disk is full.")
            return OutputError.exit_code
        if debug:
            traceback.print_exc()
        else:
            say(
                f"pinxit: something broke that should not ({type(error).__name__}: {error}).\n"
                "This is a bug: please report it with the output of the same command after `pinxit --debug` "
                "and of `pinxit doctor`."
            )
        return BUG
