"""`pinxit zoo`: the models, and whether they are well."""

from __future__ import annotations

import argparse

from pinxit.cli.errors import SOME_FAILED
from pinxit.cli.flags import add_device
from pinxit.cli.streams import print_json


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    deeds = parser.add_subparsers(dest="deed", metavar="list|check", required=True)
    listing = deeds.add_parser("list", help="the models, their sizes and measures", allow_abbrev=False)
    listing.add_argument("--json", action="store_true", help="print the manifests as a JSON list")
    check = deeds.add_parser("check", help="checksums and golden pairs of every model", allow_abbrev=False)
    add_device(check, "cpu")


def run(args: argparse.Namespace) -> int:
    """List or check; the exit code is 1 when a check fails."""
    return _list(args.json) if args.deed == "list" else _check(args.device)


def _list(as_json: bool) -> int:
    from pinxit.zoo.catalogue import models
    from pinxit.zoo.strict import encode

    found = models()
    if as_json:
        print_json([encode(model.manifest) for model in found])
        return 0
    for model in found:
        manifest = model.manifest
        size = sum(record.bytes for record in manifest.files.values())
        print(f"{model.id}  {manifest.title}  {size / 1e6:.2f} MB")
        for name, group in manifest.measures.items():
            numbers = ", ".join(f"{key} {value}" for key, value in group.items() if key != "on")
            print(f"  {name}: {numbers} ({group['on']})")
    return 0


def _check(device: str) -> int:
    from pinxit.cli.checks import check_files, check_golden
    from pinxit.zoo.catalogue import models
    from pinxit.zoo.store import zoo_root

    found = models()
    if not found:
        print(f"BAD  {zoo_root()}  no models")
    well = bool(found)
    for model in found:
        for finding in (*check_files(model), check_golden(model, device)):
            print(f"{'ok ' if finding.well else 'BAD'}  {finding.about}  {finding.words}")
            well = well and finding.well
    return 0 if well else SOME_FAILED
