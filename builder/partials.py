"""HTML out of a template inside a page's Markdown."""

from __future__ import annotations

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup


def partial(env: jinja2.Environment, name: str, context: Context, **values: object) -> Markup:
    """Return the template ``name`` filled in, without blank lines, so that Markdown takes it as one block."""
    html = env.get_template(name).render(root=context["root"], site_root=context["site_root"], **values)
    return Markup("\n".join(line for line in html.splitlines() if line.strip()))  # noqa: S704 - autoescaped
