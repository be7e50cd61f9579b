"""How far off the checker is about where a head lies, and how often its rules about that are wrong.

``python -m benchmarks.accuracy.geometry``; the truth is placed by hand (``landmarks.toml``), the photos are
crops, turns and sizes that are known exactly (`benchmarks.accuracy.geometry.framing`).
"""
