"""The version that ships, as what processes read pictures by."""

import hashlib

from recognizer import nn
from recognizer.services.bulk.model import Model
from recognizer.services.paths import PRETRAINED
from recognizer.services.versions.model_card import VersionFacts

_content = PRETRAINED.read_bytes()
_facts = VersionFacts.from_metadata(nn.read_header(PRETRAINED).metadata)

MODEL = Model(
    number=1,
    name=_facts.name,
    sha256=hashlib.sha256(_content).hexdigest(),
    temperature=_facts.temperature,
    content=_content,
)
