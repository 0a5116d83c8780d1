"""The demonstration: a real server, and the worked examples of every policy settled on it, each payment explained.

python -m gongji_cli.demo POLICIES_FOLDER
"""

import sys
import tempfile
from pathlib import Path

from rich.console import Console

from gongji_cli.examples import ExampleError, PolicyExamples, Runner, load_examples
from gongji_cli.examples.show import show_example, show_policy
from gongji_cli.main import run
from gongji_cli.sandbox import ServerError, serving

WIDTH = 120
"""Columns where the output goes to a file or a pipe."""


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m gongji_cli.demo POLICIES_FOLDER")
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    try:
        failed = demonstrate(Path(sys.argv[1]).resolve(), console)
    except (ExampleError, ServerError) as error:
        console.print(str(error), style="bold red", markup=False)
        raise SystemExit(1) from None
    raise SystemExit(1 if failed else 0)


def demonstrate(policies: Path, console: Console) -> list[str]:
    """Run the examples of a folder on a server of their own; returns the names of those that did not come out."""
    examples = load_examples(policies)
    with tempfile.TemporaryDirectory(prefix="gongji-demo-") as folder:
        database_url = f"sqlite+aiosqlite:///{folder}/gongji.sqlite"
        with serving(policies, database_url, Path(folder), lambda said: console.print(said, style="dim")) as address:
            return run_all(examples, address, console)


def run_all(policies: list[PolicyExamples], address: str, console: Console) -> list[str]:
    """Run and show examples on the server at an address; returns the names of those that did not come out."""
    runner = Runner(run, ["--server", address])
    failed: list[str] = []
    total = 0
    for policy in policies:
        show_policy(policy, console)
        for example in policy.examples:
            done = runner.run(example, policy)
            show_example(done, console)
            total += 1
            if done.wrong:
                failed.append(f"{policy.file}: {example.id}")
    _summary(total, failed, console)
    return failed


def _summary(total: int, failed: list[str], console: Console) -> None:
    console.rule()
    style = "bold red" if failed else "bold green"
    console.print(f"{total - len(failed)} / {total} 个示例与预期一致 · examples came out as expected", style=style)
    for name in failed:
        console.print(f"✗ {name}", style="red", markup=False)


if __name__ == "__main__":
    main()
