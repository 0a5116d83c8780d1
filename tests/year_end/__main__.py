"""`python -m tests.year_end [ACCOUNTS]`: the proof at a size of one's own; ends with 1 if anything is wrong."""

import sys

from tests.year_end.proof import prove


def main() -> int:
    report = prove(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    print("\n".join(report.lines), flush=True)
    return int(bool(report.wrong))


if __name__ == "__main__":
    sys.exit(main())
