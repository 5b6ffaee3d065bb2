"""Two services for tests: one answers with what the other one makes of it."""

import bentoml


@bentoml.service
class Shouter:
    @bentoml.api
    def shout(self, name: str) -> str:
        return name.upper()


@bentoml.service
class Sample:
    shouter = bentoml.depends(Shouter)

    @bentoml.api
    def variable(self, name: str) -> str:
        return self.shouter.shout(name)
