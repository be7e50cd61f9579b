"""Set-up of a working copy: virtual environment, npm packages, Debian packages, wheels.

Uses the standard library only: it runs before anything is installed.
"""
