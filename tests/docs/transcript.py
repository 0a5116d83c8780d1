"""The transcript of a family's session: its commands run on a sandbox, and what they print put beside them.

python -m tests.docs.transcript
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.docs.markdown import ROOT, fences
from tests.support.server import environment, start_server

TRANSCRIPTS = [ROOT / "docs" / "transcript.md", ROOT / "docs" / "transcript.zh-CN.md"]

_NEXT = "--- next block ---"
_ANSWER = re.compile(r"^```text\n.*?^```$", re.MULTILINE | re.DOTALL)
_NEW_EACH_TIME = re.compile(
    r"\b(?:[0-9A-V]{26}|[0-9a-f]{64}|[0-9a-f]{30}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b"
)


def main() -> None:
    for path in TRANSCRIPTS:
        path.write_text(current(path), "utf-8")


def current(path: Path) -> str:
    """The document as it would be if its answers were of now."""
    text = path.read_text("utf-8")
    answers = iter(printed(text))
    return _ANSWER.sub(lambda _: f"```text\n{next(answers)}```", text)


def printed(text: str) -> list[str]:
    """What each block of commands prints on a sandbox of its own."""
    blocks = [fence.body for fence in fences(text, "sh")]
    with (
        tempfile.TemporaryDirectory(prefix="gongji-transcript-") as folder,
        start_server(f"sqlite:///{folder}/gongji.sqlite", Path(folder)) as server,
    ):
        return [_stable(block) for block in _run(blocks, server.address)]


def _run(blocks: list[str], address: str) -> list[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euc", f"\necho '{_NEXT}'\n".join(blocks)],
        cwd=ROOT,
        env=environment() | {"PATH": path, "GONGJI_SERVER": address},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise RuntimeError(f"a command of the transcript failed:\n{done.stdout}{done.stderr}")
    return done.stdout.split(f"{_NEXT}\n")


def _stable(block: str) -> str:
    """Without what is new each time, and without blanks at the ends of lines and of the block."""
    lines = [_NEW_EACH_TIME.sub("…", line).rstrip() for line in block.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines).strip("\n")) + "\n"


if __name__ == "__main__":
    main()
