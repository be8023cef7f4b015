"""`python -m pinxit`: the same as the `pinxit` command."""

import sys

from pinxit.cli import main

sys.exit(main())
