"""Builds the site: the guide from ``content/``, the checker page from ``checker/`` and the wheels."""
