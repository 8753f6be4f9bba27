"""`python -m gxkit.cli` is the command gxkit."""

import sys

from gxkit.cli import main

if __name__ == "__main__":
    sys.exit(main())
