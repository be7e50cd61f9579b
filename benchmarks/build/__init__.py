"""How long the site takes to build, beside Hugo, Eleventy and MkDocs-Material on the same content."""
