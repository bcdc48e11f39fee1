"""Networks in files: saved whole, and loaded only after everything about them was checked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from recognizer.atomic_files import write_atomically
from recognizer.nn.architecture import build_layers, parameter_shapes
from recognizer.nn.arrays import Array, Shape
from recognizer.nn.errors import ConfigurationError, FileFormatError, NetworkError
from recognizer.nn.io.files import (
    TensorHeader,
    parse_json_object,
    read_tensor_header,
    read_tensors,
    tensor_bytes,
)
from recognizer.nn.network import Network
from recognizer.nn.row_network import RowNetwork
from recognizer.phrases import Phrase, message_of

__all__ = ["LoadedNetwork", "NetworkHeader", "load_network", "network_bytes", "read_header", "save_network"]

FORMAT = "digitweb-network"
FORMAT_VERSION = "1"
ROWS = "rows_architecture"
RESERVED = ("architecture", "format", "format_version", ROWS)
ROWS_PREFIX = "rows."
"""Before the names of parameters of a network that reads rows, which shares the file of another."""


@dataclass(frozen=True, kw_only=True)
class NetworkHeader:
    """What a saved network's file says of itself, checked."""

    architecture: dict[str, Any]
    dtype: np.dtype[Any]
    parameter_count: int
    metadata: dict[str, str]
    rows_architecture: dict[str, Any] | None = None
    """Of the network beside it that reads whole rows, if there is one."""


@dataclass(frozen=True, kw_only=True)
class LoadedNetwork:
    """A network out of a file, and the texts that were saved with it."""

    network: Network
    metadata: dict[str, str]
    rows: RowNetwork | None = None
    """The network beside it that reads whole rows, if there is one."""

    @property
    def parameter_count(self) -> int:
        """The number of weights and biases, of both."""
        return self.network.parameter_count + (self.rows.vector.values.size if self.rows else 0)


def save_network(
    path: Path | str, network: Network, metadata: Mapping[str, str], *, rows: RowNetwork | None = None
) -> None:
    """Save a network (deck 4.1, step 6), whole or not at all; a file that is there is written over."""
    write_atomically(path, [network_bytes(network, metadata, rows=rows)])


def network_bytes(network: Network, metadata: Mapping[str, str], *, rows: RowNetwork | None = None) -> bytes:
    """Return the content of a network's file: the same network always gives the same bytes.

    Parameters
    ----------
    network : Network
        Its parameters must be finite.
    metadata : mapping of str to str
        Whatever is worth knowing of it later; the names architecture, rows_architecture, format and
        format_version are taken.
    rows : RowNetwork, optional
        A network that reads whole rows, of the same type, to be kept in the same file.

    Raises
    ------
    ConfigurationError
        If a name is taken or a value is no text.
    NetworkError
        If a parameter is not finite.
    """
    for name, value in metadata.items():
        if name in RESERVED or not isinstance(name, str) or not isinstance(value, str):
            raise ConfigurationError(
                "metadata must be texts under names other than {reserved}; got {name}",
                reserved=", ".join(RESERVED),
                name=repr(name),
            )
    parameters = {**network.parameters, **row_parameters(rows)}
    check_finite(parameters, NetworkError)
    own = {
        "architecture": json.dumps(network.architecture, sort_keys=True),
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
    }
    if rows is not None:
        own[ROWS] = json.dumps(rows.architecture, sort_keys=True)
    return b"".join(tensor_bytes(parameters, {**metadata, **own}))


def row_parameters(rows: RowNetwork | None) -> dict[str, Array]:
    """Return the parameters of a network that reads rows under their names in a file."""
    if rows is None:
        return {}
    return {ROWS_PREFIX + name: values for name, values in rows.vector.by_name.items()}


def read_header(path: Path | str) -> NetworkHeader:
    """Read what a file says of itself and check it, the arrays' shapes against the architecture included.

    Raises
    ------
    FileFormatError
        If it is no saved network, of another format version, damaged, or does not agree with itself.
    OSError
        If it cannot be read.
    """
    with Path(path).open("rb") as file:
        return checked_header(read_tensor_header(file))


def load_network(path: Path | str) -> LoadedNetwork:
    """Load a saved network (deck 4.2, step 1).

    Raises
    ------
    FileFormatError
        As ``read_header``, and if a parameter is not finite.
    OSError
        If the file cannot be read.
    """
    with Path(path).open("rb") as file:
        tensor_header = read_tensor_header(file)
        header = checked_header(tensor_header)
        tensors = read_tensors(file, tensor_header)
    network = Network(header.architecture, dtype=header.dtype)
    rows = header.rows_architecture and RowNetwork(header.rows_architecture, dtype=header.dtype)
    parameters = {**network.parameters, **row_parameters(rows or None)}
    for name, parameter in parameters.items():
        parameter[...] = tensors[name]
    check_finite(parameters, FileFormatError)
    return LoadedNetwork(network=network, metadata=header.metadata, rows=rows or None)


def checked_header(header: TensorHeader) -> NetworkHeader:
    """Return what the header says as a network's, or raise a FileFormatError."""
    metadata = dict(header.metadata)
    own = {name: metadata.pop(name, None) for name in RESERVED}
    if own["format"] != FORMAT:
        raise FileFormatError(
            "the file's format must be {format}; got {found}", format=FORMAT, found=f"{own['format']!r:.100}"
        )
    if own["format_version"] != FORMAT_VERSION:
        raise FileFormatError(
            "format_version must be {expected}; got {found}",
            expected=FORMAT_VERSION,
            found=f"{own['format_version']!r:.100}",
        )
    architecture = parse_json_object(own["architecture"] or "", Phrase("the architecture"))
    of_rows = own[ROWS]
    rows = None if of_rows is None else parse_json_object(of_rows, Phrase("the architecture"))
    try:
        shapes = parameter_shapes(build_layers(architecture))
        if rows is not None:
            layers = RowNetwork.checked_layers(rows)
            shapes |= {ROWS_PREFIX + name: shape for name, shape in parameter_shapes(layers).items()}
    except NetworkError as error:
        raise FileFormatError(
            "the architecture cannot be built: {reason}", reason=message_of(error)
        ) from error
    return NetworkHeader(
        architecture=architecture,
        dtype=checked_dtype(header, shapes),
        parameter_count=sum(prod(shape) for shape in shapes.values()),
        metadata=metadata,
        rows_architecture=rows,
    )


def checked_dtype(header: TensorHeader, shapes: Mapping[str, Shape]) -> np.dtype[Any]:
    """Return the one type of all arrays, or raise a FileFormatError unless they are just what is expected."""
    missing, foreign = shapes.keys() - header.tensors.keys(), header.tensors.keys() - shapes.keys()
    if missing or foreign:
        raise FileFormatError(
            "the architecture needs the arrays {needed}; got {found}",
            needed=", ".join(shapes) or Phrase("none"),
            found=", ".join(header.tensors) or Phrase("none"),
        )
    for name, shape in shapes.items():
        if header.tensors[name].shape != shape:
            raise FileFormatError(
                "{name} must have the shape {shape}; got {found}",
                name=name,
                shape=shape,
                found=header.tensors[name].shape,
            )
    dtypes = {entry.dtype for entry in header.tensors.values()}
    if len(dtypes) > 1:
        raise FileFormatError(
            "all arrays must have one dtype; got {found}", found=", ".join(sorted(map(str, dtypes)))
        )
    dtype = dtypes.pop() if dtypes else np.dtype(np.float32)
    if dtype.kind != "f":
        raise FileFormatError("all arrays must be float32 or float64; got {dtype}", dtype=dtype)
    return dtype


def check_finite(parameters: Mapping[str, Array], error: type[NetworkError]) -> None:
    """Raise the error, naming the parameter, if one has NaN or infinity in it."""
    for name, parameter in parameters.items():
        if not np.isfinite(parameter).all():
            raise error(Phrase("{name} must be finite; it has NaN or infinity in it", name=name))
