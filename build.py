"""Build the site: ``python build.py [--out dist] [--base-url URL] [--serve] [--port N]``."""

import sys
from pathlib import Path

from builder.cli import main
from builder.project import Project

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Project.at(Path(__file__).parent)))
