"""Write what a release is made of as CycloneDX 1.6: `make sbom`.

    python -m supply.sbom [FILE]

Its own version, every release that requirements.txt locks with the hashes of its files, the faces of the
pages and the networks that ship. Nothing is asked of a network.
"""

import base64
import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from digitweb import __version__
from recognizer.atomic_files import write_atomically

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.txt"
FACES = ROOT / "fonts" / "package-lock.json"
NETWORKS = ROOT / "recognizer" / "pretrained"
VERSION = SchemaVersion.V1_6
SELF = "root-component"
"""By this name the list calls digitweb itself."""

Component = dict[str, Any]


def python_packages() -> dict[str, Any]:
    """Return the list of what is locked, as the library makes it."""
    options = ("--pyproject", str(ROOT / "pyproject.toml"), "--output-reproducible", "--sv", "1.6")
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements", *options, str(LOCK)],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def faces() -> list[Component]:
    """Return the packages out of which the faces of the pages are cut."""
    packages = json.loads(FACES.read_text())["packages"]
    return [face(path.removeprefix("node_modules/"), package) for path, package in packages.items() if path]


def face(name: str, package: dict[str, str]) -> Component:
    """Return one of them, with its licence and the hash of its archive."""
    kind, _, digest = package["integrity"].partition("-")
    purl = f"pkg:npm/{name.replace('@', '%40')}@{package['version']}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": package["version"],
        "purl": purl,
        "licenses": [{"expression": package["license"]}],
        "hashes": [{"alg": kind.upper().replace("SHA", "SHA-"), "content": base64.b64decode(digest).hex()}],
    }


def networks() -> list[Component]:
    """Return the networks that ship."""
    return [
        {
            "type": "machine-learning-model",
            "bom-ref": file.name,
            "name": file.name,
            "version": __version__,
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(file.read_bytes()).hexdigest()}],
        }
        for file in sorted(NETWORKS.glob("*.safetensors"))
    ]


def sbom() -> dict[str, Any]:
    """Return the whole list."""
    bom = python_packages()
    bom["metadata"]["component"]["version"] = __version__
    bom["components"] += [*faces(), *networks()]
    others = sorted(component["bom-ref"] for component in bom["components"])
    bom["dependencies"] = [{"ref": SELF, "dependsOn": others}, *({"ref": each} for each in others)]
    return bom


def main() -> None:
    """Write it into a file, if it is valid."""
    default = ROOT / "var" / "sbom" / f"digitweb-{__version__}.cdx.json"
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    bom = sbom()
    text = json.dumps(bom, indent=2) + "\n"
    if fault := JsonStrictValidator(VERSION).validate_str(text):
        sys.exit(f"The list is not valid CycloneDX: {fault}")
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, [text.encode()])
    sys.stdout.write(f"{file}: {len(bom['components'])} components\n")


if __name__ == "__main__":
    main()
