"""Export a version as a file."""

from collections.abc import Callable, Mapping

from recognizer.models import ModelVersion
from recognizer.phrases import Phrase
from recognizer.services.errors import VersionRefused
from recognizer.services.versions.file_store import verified_path
from recognizer.services.versions.registry import load_version

ONNX_MISSING = Phrase("ONNX needs the onnx library: pip install -r requirements-onnx.txt")


def exported(version: ModelVersion, kind: str) -> bytes:
    """Return the content of a file of that kind, "safetensors" or "onnx"; VersionRefused if there is none."""
    if not version.file_sha256:
        raise VersionRefused(
            "Version {version} is {state} and has no file.", version=version, state=version.state
        )
    return FORMATS[kind](version)


def safetensors_of(version: ModelVersion) -> bytes:
    """Return the version's file unchanged, metadata included."""
    return verified_path(version.file_sha256).read_bytes()


def onnx_of(version: ModelVersion) -> bytes:
    """Return the network as ONNX, with its temperature and origin as metadata."""
    try:
        from recognizer.services.release.onnx_export import to_onnx  # noqa: PLC0415 - needs an optional library

        model = to_onnx(load_version(version).network, onnx_metadata(version))
    except ImportError:
        raise VersionRefused(ONNX_MISSING) from None
    return bytes(model.SerializeToString())


def onnx_metadata(version: ModelVersion) -> dict[str, str]:
    """Return the ONNX metadata, text to text."""
    return {
        "name": version.name,
        "version": str(version.number),
        "temperature": repr(version.temperature),
        "mnist_accuracy": "" if version.mnist_accuracy is None else repr(version.mnist_accuracy),
        "drawn_accuracy": "" if version.drawn_accuracy is None else repr(version.drawn_accuracy),
        "source_sha256": version.file_sha256,
    }


FORMATS: Mapping[str, Callable[[ModelVersion], bytes]] = {"safetensors": safetensors_of, "onnx": onnx_of}
"""By the name of the format, which is also the ending of the file's name."""
