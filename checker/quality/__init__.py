"""Measuring the quality of a picture: sharpness, detail, traces of compression, light and colour.

Each module measures one thing on the working copy, knows no limits and returns plain numbers. All were
calibrated on real portraits put to 295x413 to 600x768 px, saved at JPEG qualities 60-95 and with up to 6
levels of noise: those named in ``benchmarks/accuracy/sources.toml``.
"""
