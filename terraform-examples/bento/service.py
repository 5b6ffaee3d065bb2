"""A bento that shows which secret it was started with, and never the secret itself."""

import hashlib
import os
import pathlib

import bentoml


def fingerprint(value: bytes) -> str:
    return hashlib.sha256(value).hexdigest()[:12]


@bentoml.service
class Fingerprint:
    @bentoml.api
    def env(self, name: str) -> str:
        """The fingerprint of an environment variable, or "absent"."""
        value = os.environ.get(name)
        return "absent" if value is None else fingerprint(value.encode())

    @bentoml.api
    def file(self, path: str) -> str:
        """The fingerprint of a file under $BENTOML_HOME, or "absent"."""
        file = pathlib.Path(os.environ["BENTOML_HOME"], path)
        return fingerprint(file.read_bytes()) if file.is_file() else "absent"
