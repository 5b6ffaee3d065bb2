"""A small service for tests: says what it was given by fingerprints, never by values."""

import asyncio
import hashlib
import os
import pathlib
import stat
import time
import typing

import bentoml

if os.environ.get("SAMPLE_FAILS_AT_START"):
    raise SystemExit("this deployment was told to fail at start")

if os.path.exists(os.environ.get("SAMPLE_FAILS_WHEN_FOUND", "/nowhere")):
    raise SystemExit("this deployment fails to start while a file is there")


def short_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def in_home(name: str) -> pathlib.Path:
    return pathlib.Path(os.environ["BENTOML_HOME"]) / name


@bentoml.service(traffic={"timeout": 60})
class Sample:
    def __init__(self) -> None:
        self.asked = 0

    def __is_ready__(self) -> bool:
        """Ready at once; the second answer takes as long as SAMPLE_STALLS_ONCE says."""
        self.asked += 1
        if self.asked == 2:
            time.sleep(float(os.environ.get("SAMPLE_STALLS_ONCE", "0")))
        return True

    @bentoml.api
    def variable(self, name: str) -> str:
        """The fingerprint of an environment variable, or "absent"."""
        value = os.environ.get(name)
        return "absent" if value is None else short_hash(value.encode())

    @bentoml.api
    def file(self, name: str) -> str:
        """The fingerprint of a file below $BENTOML_HOME, or "absent"."""
        path = in_home(name)
        return short_hash(path.read_bytes()) if path.is_file() else "absent"

    @bentoml.api
    def mode(self, name: str) -> str:
        """The permissions of a file below $BENTOML_HOME and of the folder it is in."""
        path = in_home(name)
        return " ".join(oct(stat.S_IMODE(each.stat().st_mode)) for each in (path, path.parent))

    @bentoml.api
    def measure(self, upload: pathlib.Path, times: int = 1) -> str:
        """The size of a file, so many times."""
        return str(upload.stat().st_size * times)

    @bentoml.api
    def slow(self, seconds: float) -> str:
        """Answers after some time."""
        time.sleep(seconds)
        return "done"

    @bentoml.api
    async def count(self, to: int) -> typing.AsyncGenerator[str, None]:
        """One line after the other, ten in a second."""
        for number in range(to):
            yield f"{number}\n"
            await asyncio.sleep(0.1)
