"""`pinxit studio`: the same painter in the browser, served from this machine to this machine."""

from __future__ import annotations

import argparse

from pinxit.cli.errors import say


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "--port", type=int, metavar="N", help="port on 127.0.0.1 (default: 8617, or the next that is free)"
    )
    parser.add_argument("--no-browser", action="store_true", help="only serve; do not open a browser")


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C, which is how it is meant to end."""
    import webbrowser

    from pinxit.core.errors import OptionError
    from pinxit.studio.server import open_studio
    from pinxit.studio.site import data_dir, site_dir

    if args.port is not None and not 0 <= args.port <= 65535:
        raise OptionError(f"--port {args.port}: a port is a number from 0 (any that is free) to 65535")
    with open_studio(site_dir(), args.port, data_dir()) as studio:
        print(studio.address, flush=True)
        say("The studio is open at this address, for this machine only. Ctrl-C closes it.")
        try:
            if not args.no_browser:
                webbrowser.open(studio.address)
            studio.serve_forever()
        except KeyboardInterrupt:
            say("\npinxit: the studio is closed")
    return 0
