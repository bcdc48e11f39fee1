"""Pictures for tests, drawn here."""

import base64
import io

from PIL import Image, ImageDraw


def picture_of_a_one(*, size: tuple[int, int] = (200, 200), dark_on_light: bool = True) -> Image.Image:
    """Return a picture with one thick vertical bar in its middle."""
    paper, ink = (255, 0) if dark_on_light else (0, 255)
    picture = Image.new("L", size, paper)
    width, height = size
    ImageDraw.Draw(picture).line(
        [(width / 2, height / 5), (width / 2, 4 * height / 5)], fill=ink, width=max(1, width // 20)
    )
    return picture


def encoded(picture: Image.Image, kind: str = "PNG") -> bytes:
    """Return a picture as a file's bytes."""
    buffer = io.BytesIO()
    picture.save(buffer, kind)
    return buffer.getvalue()


def data_url(content: bytes, media: str = "image/png") -> str:
    """Return bytes as a data URL."""
    return f"data:{media};base64,{base64.b64encode(content).decode()}"
