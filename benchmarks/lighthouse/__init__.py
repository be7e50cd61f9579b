"""Lighthouse on every page, as a phone on a slow line sees it."""
