"""The worked examples of these policies, through the command line and gRPC: review, consent, refusal."""

import pytest

from gongji_cli.examples import Example, PolicyExamples, Runner, load_examples
from gongji_cli.main import run
from tests.family.conftest import POLICIES
from tests.support.server import Server

ALL = [(of, example) for of in load_examples(POLICIES) for example in of.examples]


@pytest.mark.parametrize(("of", "example"), ALL, ids=[example.id for _, example in ALL])
def test_an_example_comes_out(server: Server, of: PolicyExamples, example: Example) -> None:
    """What a policy file says will come out does, decisions of staff and of members included."""
    done = Runner(run, ["--server", server.address]).run(example, of)
    assert len(done.steps) >= len(example.steps)
    assert done.wrong == []
