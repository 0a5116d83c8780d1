"""Invented people on a real server, for tests that talk to it as the command line does."""

import json
from pathlib import Path
from typing import Any

from gongji_cli.main import Result, run

HOSPITAL = "H99000000001"


class Family:
    """People of one region, under numbers that begin with `prefix`, at one moment that may be moved."""

    def __init__(self, address: str, folder: Path, region: str, prefix: str, now: str) -> None:
        self.address, self.folder, self.region, self.prefix, self.now = address, folder, region, prefix, now

    def ref(self, who: str) -> str:
        return f"{self.region}/{self.prefix}{who}"

    def run(self, *argv: str) -> Result:
        return run(["--server", self.address, "--now", self.now, *argv])

    def json(self, *argv: str) -> dict[str, Any]:
        result = self.run("--json", *argv)
        assert (result.exit_code, result.stderr) == (0, ""), result.stdout
        return dict(json.loads(result.stdout))

    def person(self, who: str, insutype: str = "310", psn_insu_stas: str = "1") -> None:
        row = {
            "psn_no": self.prefix + who,
            "name": "测试",
            "birth_date": "1980-01-01",
            "insutype": insutype,
            "insuplc_admdvs": self.region,
            "psn_insu_stas": psn_insu_stas,
            "voucher_active": True,
            "card_state": "CARD_STATE_NORMAL",
            "account_state": "ACCOUNT_STATE_NORMAL",
            "as_of_time": self.now,
        }
        self.json("persons", "upsert", "--region", self.region, "--file", self._rows(row))

    def hospital(self, enabled: bool = True) -> None:
        row = {
            "fixmedins_code": HOSPITAL,
            "name": "测试医院",
            "type": "INSTITUTION_TYPE_HOSPITAL",
            "admdvs": self.region,
            "mutual_aid_enabled": enabled,
            "state": "INSTITUTION_STATE_NORMAL",
        }
        self.json("institutions", "upsert", "--file", self._rows(row))

    def money(self, who: str, amount_fen: int) -> None:
        row = {
            "credit_id": f"{self.prefix}{who}-{amount_fen}",
            "owner": {"insuplc_admdvs": self.region, "psn_no": self.prefix + who},
            "account_kind": "ACCOUNT_KIND_PERSONAL",
            "amount_fen": amount_fen,
            "credit_type": "CREDIT_TYPE_MONTHLY",
        }
        self.json("credits", "add", "--region", self.region, "--file", self._rows(row))

    def _rows(self, row: dict[str, Any]) -> str:
        path = self.folder / "rows.json"
        path.write_text(json.dumps([row]), encoding="utf-8")
        return str(path)
