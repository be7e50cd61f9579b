"""``python -m checker`` is the command ``gradphoto``."""

from .cli import entry

if __name__ == "__main__":
    entry()
