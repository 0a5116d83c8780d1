"""`python -m tests.reconciliation [SIZE]`: so many settlements on PostgreSQL against a file of the other side's.

Every 1,000th row is missing there, altered, or there twice; all of that has to be found, and nothing else, while
the server takes no more memory than it takes for a few thousand rows.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

from gongji.money import fen_to_yuan
from service.api.ids import text_of
from tests.support.postgres import PostgresServer, run_sql
from tests.support.server import Server, environment, start_server

SIZE = 20_000
MEBIBYTES_AT_MOST = 48
"""How much more the server may have taken at its peak than before: pieces of both lists, and what they are made of."""
REGION = "420500"
_PATIENTS = 1000
_EVERY = 1000
_SECONDS = 3600

_FILL = """
INSERT INTO persons (region, psn_no, insuplc_admdvs, insutype, psn_insu_stas, categories, voucher_active, card_state,
    account_state, as_of_time, name_sealed)
SELECT '{region}', 'p' || i, '{region}', '310', '1', '[]', true, 'NORMAL', 'NORMAL', '2025-01-01Z', '\\x00'
FROM generate_series(0, {patients} - 1) i;
INSERT INTO requests (region, request_id, platform, method, fingerprint, refused, answer, entry_id, decided_time)
SELECT '{region}', 'r' || i, 'test', 'Settle', '\\x00', false, '\\x7b7d', gen_random_uuid(), '2025-11-03Z'
FROM generate_series(1, {size}) i;
INSERT INTO settlements (region, setl_id, entry_id, request_id, platform, method, patient_psn_no, insutype, clr_type,
    fixmedins_code, visit_time, settle_time, medfee_sumamt_fen, fund_pay_sumamt_fen, other_pay_fen, psn_part_amt_fen,
    acct_pay_fen, acct_mulaid_pay_fen, psn_cash_pay_fen, state, reversed_time, refunded_fen, mdtrt_id)
SELECT '{region}', uuidv7(), gen_random_uuid(), 'r' || i, 'test', 'Settle', 'p' || i % {patients}, '310', '11',
    'H42050000001', t.moment, t.moment, 10000 + i % 977, 6000, 0, 4000 + i % 977, 3000, 1000, 1000 + i % 977,
    CASE WHEN i % 100 = 0 THEN 'REVERSED' ELSE 'SETTLED' END,
    CASE WHEN i % 100 = 0 THEN t.moment + interval '1 hour' END,
    CASE WHEN i % 100 = 0 THEN 3000 ELSE 0 END, 'v' || i
FROM generate_series(1, {size}) i,
    LATERAL (SELECT timestamptz '2025-11-01T00:00+08:00' + i * (interval '29 days' / {size}) AS moment) t;
ANALYZE settlements;
"""
_ROWS = "SELECT setl_id, mdtrt_id, patient_psn_no, medfee_sumamt_fen, acct_pay_fen, refunded_fen FROM settlements"
_COLUMNS = "setl_id,mdtrt_id,psn_no,medfee_sumamt,fund_pay_sumamt,acct_pay,refd_setl_flag"


def main() -> int:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else SIZE
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        postgres = PostgresServer()
        stack.callback(postgres.remove)
        server = stack.enter_context(start_server(postgres.url, folder))
        for statement in _FILL.format(region=REGION, patients=_PATIENTS, size=size).split(";\n")[:-1]:
            run_sql(server.database_url, statement)
        wrong = _write_theirs(server, folder / "theirs.csv")
        _compare(server, folder / "nothing.csv", "2024-01")
        before = _memory(server, "VmRSS")
        began = time.monotonic()
        counts = _compare(server, folder / "theirs.csv", "2025-11")
        seconds = time.monotonic() - began
        grown = (_memory(server, "VmHWM") - before) / 1024
    rows = int(counts["theirs"])
    print(f"{rows:,} rows in {seconds:.1f} s, {rows / seconds:,.0f} rows/s; ", end="")
    print(f"the server took {before / 1024:.0f} MiB before and at most {grown:.0f} MiB more")
    found = {name: int(counts[name]) for name in ("ours_only", "theirs_only", "differ")}
    print(f"found {found}, flat {int(counts['flat']):,}")
    return int(found != wrong or grown > MEBIBYTES_AT_MOST or int(counts["ours"]) != size + size // 100)


def _write_theirs(server: Server, path: Path) -> dict[str, int]:
    """Their file; what is wrong in it."""
    wrong = dict.fromkeys(("ours_only", "theirs_only", "differ"), 0)
    kinds = ("ours_only", "theirs_only", "differ")
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{_COLUMNS}\n")
        for number, row in enumerate(_rows(server)):
            kind = kinds[number // _EVERY % 3] if number % _EVERY == 7 else None
            if kind is not None:
                wrong[kind] += 1
            copies = {"ours_only": 0, "theirs_only": 2}.get(kind or "", 1)
            file.write(_line(row, 1 if kind == "differ" else 0) * copies)
    path.with_name("nothing.csv").write_text(f"{_COLUMNS}\n")
    return wrong


_Row = tuple[str, str, str, int, int, int]


def _rows(server: Server) -> Iterator[_Row]:
    """All settlements in order, each followed by its refund."""
    for line in run_sql(server.database_url, f"{_ROWS} ORDER BY setl_id").splitlines():
        setl_id, mdtrt_id, psn_no, medfee, acct_pay, refunded = line.split("|")
        row = (text_of(UUID(setl_id)), mdtrt_id, psn_no, int(medfee), 6000, int(acct_pay))
        yield row
        if int(refunded):
            yield (*row[:3], -row[3], -row[4], -row[5])


def _line(row: _Row, less_fen: int) -> str:
    *texts, medfee_fen, fund_fen, acct_fen = row
    amounts = map(fen_to_yuan, (medfee_fen, fund_fen, acct_fen - less_fen))
    return ",".join([*map(str, texts), *amounts, str(int(medfee_fen < 0))]) + "\n"


def _compare(server: Server, theirs: Path, month: str) -> dict[str, str]:
    """What `gongji reconcile` says of a file and a month."""
    days = ("--from", f"{month}-01", "--to", f"{month}-30")
    done = subprocess.run(
        [
            *(sys.executable, "-c", "from gongji_cli.main import main; main()", "--server", server.address, "--json"),
            *("reconcile", str(theirs), "--region", REGION, *days, "--csv", str(theirs.with_suffix(".found.csv"))),
        ],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=_SECONDS,
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    counts: dict[str, str] = json.loads(done.stdout)["counts"]
    return counts


def _memory(server: Server, what: str) -> int:
    """Of the one process that serves, in KiB."""
    lines = Path(f"/proc/{server.pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(what)).split()[1])


if __name__ == "__main__":
    sys.exit(main())
