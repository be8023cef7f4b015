"""`pinxit weights`: the weights that training needs and that we may not ship."""

from __future__ import annotations

import argparse

from pinxit.cli.errors import say


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    deeds = parser.add_subparsers(dest="deed", metavar="get|list", required=True)
    get = deeds.add_parser("get", help="fetch, check and keep weights", allow_abbrev=False)
    get.add_argument("name", metavar="NAME", help="for example vgg16")
    get.add_argument(
        "--from", dest="source", metavar="FILE|URL", help="a file you have already, or another address"
    )
    deeds.add_parser("list", help="which there are, and which are here", allow_abbrev=False)


def run(args: argparse.Namespace) -> int:
    """Fetch the weights and print where they are, or list them."""
    from pinxit.cli.progressbar import ProgressBar
    from pinxit.core.extras import needs

    with needs("train"):
        from pinxit.torchkit import weights

        if args.deed == "list":
            for name, path in weights.available().items():
                print(f"{name}  {path or 'not here: pinxit weights get ' + name}")
            return 0
        with ProgressBar(args.name) as bar:
            path = weights.get(args.name, source=args.source, on_step=bar.show)
    say(f"{args.name} is here:")
    print(path)
    return 0
