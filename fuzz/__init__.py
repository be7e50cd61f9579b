"""Seeded mutations of real picture files, judged and mended natively and in Pyodide: no crash, no hang.

``python -m fuzz`` says how; `fuzz.mutate` is where a case comes from, `fuzz.attempt` what must hold of it.
"""
