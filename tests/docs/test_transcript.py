"""The transcript is what a sandbox prints today."""

from pathlib import Path

import pytest

from tests.docs import transcript
from tests.docs.markdown import fences, name


@pytest.mark.parametrize("document", transcript.TRANSCRIPTS, ids=name)
def test_the_transcript_is_what_is_printed(document: Path) -> None:
    """Run again on a sandbox, the commands print every line that is shown, and no other."""
    text = document.read_text("utf-8")
    assert len(fences(text, "sh")) == len(fences(text, "text")) > 0
    assert text == transcript.current(document), "run `make transcript`"
