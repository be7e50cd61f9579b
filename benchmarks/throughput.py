"""Measure how many photos a second one core judges by all rules, and how memory grows with their number.

``python -m benchmarks.throughput [--photos 80] [--large 12] [--many 1000] [--rules]``; exit code 1 when a
figure misses its demand. Photos are judged by all rules once without looking at them with the models
(``left-out``), by what file and picture alone tell, and once completely. Each rate stands beside that of a
plain decode by Pillow of the same files in the same run, so that figures of different machines can be
compared. ``--rules`` adds what each step and rule costs.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from PIL import Image

import checker
from benchmarks.processes import peak_of_tree
from checker import Photo, standards
from checker.rules import RULES
from checker.vision.desktop import desktop
from checker.vision.look import look
from checker.vision.runtime import Runtime, finish
from checker.vision.scene import Unseen
from tests.corpus import encode
from tests.portrait import portrait

# What must hold (the first two on one core: without looking, and the complete report; the ratio of peaks of
# memory at `FEW` and at ``--many`` photos).
LEAST_SMALL_RATE = 40.0
LEAST_COMPLETE_RATE = 15.0
MOST_GROWTH = 1.2
FEW = 10

ROOT = Path(__file__).resolve().parents[1]
SMALL, LARGE = (480, 640), (3024, 4032)
BACKGROUNDS = ("#438EDB", "#64C5FF", "#FFFFFF", "#F0F0F0", "#628BCE", "#00A3E6", "#D02020", "#CDE8FF")


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=80, help="how many of 480x640 px")
    parser.add_argument("--large", type=int, default=12, help="how many of 12 megapixels")
    parser.add_argument("--many", type=int, default=1000, help="how many photos memory is measured at")
    parser.add_argument("--rules", action="store_true", help="print what each rule costs")
    options = parser.parse_args(argv)
    chosen = covering()
    print(f"standards: {', '.join(standard.id for standard in chosen)}; rules: {len(RULES)}")
    small = [make(SMALL, at, noise=3) for at in range(options.photos)]
    rate = measure("480x640 JPEG, file and picture", small, chosen, "left-out")
    complete = measure("480x640 JPEG, complete", small, chosen, desktop())
    print_models()
    large = [make(LARGE, at, noise=6) for at in range(options.large)]
    measure("12-megapixel JPEG, file and picture", large, chosen, "left-out")
    measure("12-megapixel JPEG, complete", large, chosen, desktop())
    print_one_photo(large[0])
    if options.rules:
        print_costs(small, chosen)
    growth = memory(small, options.many)
    met = rate >= LEAST_SMALL_RATE and complete >= LEAST_COMPLETE_RATE and growth <= MOST_GROWTH
    print("all demands are met" if met else "A DEMAND IS NOT MET")
    return 0 if met else 1


def covering() -> list[standards.Standard]:
    """Return the fewest standards, taken greedily, that hold every rule of any standard."""
    left = {rule for standard in standards.load_all().values() for rule in standard.rules}
    chosen = []
    while left:
        best = max(standards.load_all().values(), key=lambda standard: len(left & set(standard.rules)))
        chosen.append(best)
        left -= set(best.rules)
    return chosen


def make(size: tuple[int, int], number: int, *, noise: int) -> bytes:
    """Return a portrait as JPEG; ``number`` chooses background, noise and quality."""
    background = BACKGROUNDS[number % len(BACKGROUNDS)]
    image = portrait(size, background, noise=noise, seed=number)
    return encode(image, quality=70 + number % 25)


def measure(
    title: str,
    photos: Sequence[bytes],
    chosen: Sequence[standards.Standard],
    runtime: Runtime | Unseen | None,
) -> float:
    """Print the rates of decoding and of judging; return the latter, in photos a second of processor time.

    Raises `RuntimeError` where nothing runs the models.
    """
    if runtime is None:
        raise RuntimeError("onnxruntime is not installed; install gradphoto[vision]")
    ids = [standard.id for standard in chosen]
    plain = seconds(lambda data: Image.open(io.BytesIO(data)).convert("RGB"), photos)
    judged = seconds(lambda data: checker.check(data, "photo.jpg", ids, runtime=runtime), photos)
    size = sum(map(len, photos)) / len(photos) / 1000
    print(
        f"{title} (mean {size:.0f} KB): {1 / judged:.1f} photos/s with all rules ({judged * 1000:.1f} ms); "
        f"plain decode by Pillow {1 / plain:.0f} photos/s; ratio {judged / plain:.2f}"
    )
    return 1 / judged


# Prints what onnxruntime and then each model take to load, and the run of a model, in ms and MB of memory.
_MODELS = """
import time
from benchmarks.processes import own_peak
from checker.vision import finish
from checker.vision.desktop import desktop
from checker.vision.models import SIZES
def spent(work):
    started, before = time.perf_counter(), own_peak()
    work()
    return f"{(time.perf_counter() - started) * 1000:.0f} ms, {(own_peak() - before) / 1e6:.0f} MB"
print(f"onnxruntime: loaded in {spent(desktop)}")
for name, side in SIZES.items():
    run = lambda: finish(desktop().run(name, bytes(side * side * 3)))
    print(f"{name}: loaded and run once in {spent(run)}; then a run takes {spent(run).split(',')[0]}")
"""


def print_models() -> None:
    """Print what a process spends on its first look at a face, and what a later run of each model takes."""
    subprocess.run([sys.executable, "-c", _MODELS], cwd=ROOT, check=True)


def seconds(work: Callable[[bytes], object], photos: Sequence[bytes]) -> float:
    """Return the processor time that ``work`` takes on a photo: the mean of the better of two passes."""
    work(photos[0])
    passes = []
    for _ in range(2):
        gc.collect()
        started = time.process_time()
        for data in photos:
            work(data)
        passes.append(time.process_time() - started)
    return min(passes) / len(photos)


def print_costs(photos: Sequence[bytes], chosen: Sequence[standards.Standard]) -> None:
    """Print the mean time of reading, of decoding and of each rule, dearest first.

    A measurement that several rules share counts for the one that asks first.
    """
    spent: dict[str, float] = {}
    for data in photos:
        for step, took in _steps(data, chosen):
            spent[step] = spent.get(step, 0.0) + took
    for step, took in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"  {step:22} {took / len(photos) * 1000:7.2f} ms")


def _steps(data: bytes, chosen: Sequence[standards.Standard]) -> Iterator[tuple[str, float]]:
    started = time.process_time()
    photo = Photo.from_bytes(data, "photo.jpg")
    yield "(header)", time.process_time() - started
    started = time.process_time()
    photo.decode()
    yield "(decode)", time.process_time() - started
    started = time.process_time()
    finish(look(photo, desktop()))
    yield "(look)", time.process_time() - started
    for standard in chosen:
        for entry in standard.rules.values():
            started = time.process_time()
            RULES[entry.rule_id].judge(photo, entry.limits, standard)
            yield entry.rule_id, time.process_time() - started


# Prints by how many bytes the process's peak of memory grows with the second photo at standard input.
_ONE_PHOTO = """
import io, sys
import checker
from benchmarks.processes import own_peak
from PIL import Image
data = sys.stdin.buffer.read()
first, second = data[:int(sys.argv[2])], data[int(sys.argv[2]):]
checker.check(first, "a.jpg", ["online-upload"])
before = own_peak()
if sys.argv[1] == "check":
    checker.check(second, "a.jpg", ["online-upload"])
else:
    Image.open(io.BytesIO(second)).load()
print(own_peak() - before)
"""


def growth_with(photo: bytes, how: str) -> int:
    """Return by how many bytes ``check`` or ``decode`` of ``photo`` raises the peak of memory of a process.

    The process has judged a photo of 480x640 px before.
    """
    small = make(SMALL, 0, noise=3)
    command = [sys.executable, "-c", _ONE_PHOTO, how, str(len(small))]
    done = subprocess.run(command, cwd=ROOT, input=small + photo, capture_output=True, check=True)
    return int(done.stdout)


def print_one_photo(photo: bytes) -> None:
    """Print how much memory one large photo costs, judged and plainly decoded."""
    if _can_measure():
        judged, decoded = (growth_with(photo, how) / 2**20 for how in ("check", "decode"))
        print(f"memory for one of them: {judged:.0f} MB with all rules; {decoded:.0f} MB plainly decoded")


def _can_measure() -> bool:
    return Path("/proc/self/status").exists()


def memory(photos: Sequence[bytes], many: int) -> float:
    """Print the peak memory of the command over few and over many files; return their ratio."""
    if not _can_measure():
        print("memory: only measured on Linux")
        return 0.0
    peaks = {count: _peak(photos, count) for count in (FEW, many)}
    ratio = peaks[many] / peaks[FEW]
    shown = ", ".join(f"{peak / 2**20:.0f} MB with {count} photos" for count, peak in peaks.items())
    print(f"peak memory of `check DIR --jobs 1`, all processes: {shown}; ratio {ratio:.2f}")
    return ratio


def _peak(photos: Sequence[bytes], count: int) -> int:
    """Return the bytes that the processes of one call of the command held at most."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "photos"
        folder.mkdir()
        for at in range(count):
            data = photos[at % len(photos)]
            comment = b"\xff\xfe\0\x06%04d" % (at % 10_000)  # so that no two files are the same
            (folder / f"{at:05}.jpg").write_bytes(data[:2] + comment + data[2:])
        command = [sys.executable, "-m", "checker", "check", str(folder)]
        command += ["--jobs", "1", "--format", "json", "-o", str(Path(name) / "report.json")]
        started = subprocess.Popen(
            command, cwd=ROOT, env=_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        peak = peak_of_tree(started)
        if started.returncode not in {0, 1}:
            raise RuntimeError(f"the command ended with {started.returncode}")
        return peak


def _environment() -> Mapping[str, str]:
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}


if __name__ == "__main__":
    sys.exit(main())
