"""How long large and odd pictures take to be read, and how much memory: `python -m benchmarks.pictures`.

Photographs of 40 megapixels, made here, of every kind that comes in, and pictures of one megapixel that are
as much work as can be; each is read in a process of its own, as the server would read it. Seconds of the
processor are beside those of the clock, which other work delays.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image, ImageDraw

from benchmarks.machine import processor
from tests.support.memory import peak_memory
from tests.support.worst_pictures import worst

WIDTH, HEIGHT = 7_680, 5_208
GOAL_SECONDS, GOAL_MEGABYTES = 1.5, 600
WORST_SECONDS = 1.0
SIDEWAYS = 6
"""The EXIF orientation of a telephone held upright."""


def photograph() -> Image.Image:
    """Return a number on noisy, unevenly lit paper."""
    rng = np.random.default_rng(0)
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    light = 170 + 60 * np.cos(columns / WIDTH * 2) + 20 * np.sin(rows / HEIGHT * 3)
    grain = rng.integers(-6, 7, (HEIGHT // 4, WIDTH // 4), dtype=np.int8).repeat(4, axis=0).repeat(4, axis=1)
    picture = Image.fromarray(np.clip(light + grain, 0, 255).astype(np.uint8)).convert("RGB")
    painter = ImageDraw.Draw(picture)
    for left in range(1_000, 6_000, 1_500):
        seven = [(left, 1_500), (left + 700, 1_500), (left + 200, 3_500)]
        painter.line(seven, fill=(30, 40, 120), width=110, joint="curve")
    return picture


def sideways() -> Image.Exif:
    """Return what a camera notes of a picture that it took on its side."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = SIDEWAYS
    return exif


def kinds() -> dict[str, Callable[[Image.Image, Path], None]]:
    """Return how each kind of file is made of the photograph."""

    def turned(picture: Image.Image) -> Image.Image:
        return picture.transpose(Image.Transpose.ROTATE_90)

    def veiled(picture: Image.Image) -> Image.Image:
        layered = picture.copy()
        layered.putalpha(Image.linear_gradient("L").resize(picture.size))
        return layered

    def deep(picture: Image.Image) -> Image.Image:
        return Image.fromarray(np.asarray(picture.convert("L")).astype(np.uint16) * 256)

    return {
        "JPEG": lambda picture, path: picture.save(path, "JPEG", quality=90),
        "JPEG, progressive": lambda picture, path: picture.save(path, "JPEG", quality=90, progressive=True),
        "JPEG on its side": lambda picture, path: turned(picture).save(path, "JPEG", exif=sideways()),
        "PNG": lambda picture, path: picture.save(path, "PNG", compress_level=1),
        "PNG, transparent": lambda picture, path: veiled(picture).save(path, "PNG", compress_level=1),
        "PNG, 16 bits": lambda picture, path: deep(picture).save(path, "PNG", compress_level=1),
        "WebP": lambda picture, path: picture.save(path, "WEBP", quality=80, method=0),
        "WebP, lossless": lambda picture, path: picture.save(path, "WEBP", lossless=True, method=0),
        "WebP on its side": lambda picture, path: turned(picture).save(
            path, "WEBP", quality=80, method=0, exif=sideways()
        ),
        "GIF": lambda picture, path: picture.quantize(64).save(path, "GIF"),
        "BMP": lambda picture, path: picture.save(path, "BMP"),
    }


def read(path: Path) -> None:
    """Read a picture in this process; print what was read, seconds by clock and processor, and megabytes."""
    import django  # noqa: PLC0415

    django.setup()
    from recognizer.ink import open_picture  # noqa: PLC0415
    from recognizer.services.recognition.live import live_model  # noqa: PLC0415
    from recognizer.services.recognition.reading import recognize_picture  # noqa: PLC0415

    live_model.current()
    clock, busy = time.perf_counter(), time.process_time()
    reading = recognize_picture(open_picture(path.read_bytes()), mode="number")
    clock, busy = time.perf_counter() - clock, time.process_time() - busy
    print(f"{reading.text or '-'} {clock:.2f} {busy:.2f} {peak_memory()}")


def measured(kind: str, path: Path, environment: dict[str, str]) -> str:
    """Return a line of the table: what a process of its own says of a picture."""
    command = [sys.executable, "-m", "benchmarks.pictures", str(path)]
    output = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    text, clock, busy, memory = output.split()
    short = text if len(text) < 20 else f"{len(text)} digits"
    return f"| {kind} | {short} | {clock} s | {busy} s | {memory} MB |"


def main() -> None:
    """Measure every kind of file and print what came out."""
    picture = photograph()
    print(f"| {WIDTH * HEIGHT / 1e6:.0f} megapixels | text | seconds | of the processor | peak memory |")
    print("| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {
            **os.environ,
            "DIGITWEB_DATA_DIR": str(folder / "data"),
            "DJANGO_SETTINGS_MODULE": "digitweb.settings",
            "OPENBLAS_NUM_THREADS": "1",
        }
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"], env=environment, check=True
        )
        for kind, save in kinds().items():
            path = folder / "picture"
            save(picture, path)
            print(measured(kind, path, environment))
        for kind, pixels in worst().items():
            path = folder / "picture"
            Image.fromarray(pixels).save(path, "PNG")
            print(measured(f"1 megapixel: {kind}", path, environment))
    print(f"\nGoal: {GOAL_SECONDS} s, {GOAL_MEGABYTES} MB; of one megapixel {WORST_SECONDS} s. {processor()}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        read(Path(sys.argv[1]))
    else:
        main()
