"""The invented towns of a trial, and the writes that their people ask for: a stream that a seed decides.

A few holders pay for many: their rows are what everybody wants to lock. Holders of one town have members in another.
"""

import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

from gongji import v1
from tests.support.caller import Caller, Fault, stamp
from tests.trial.history import INSTITUTIONS, Asked

HOLDERS = 8
MEMBERS = 24
OPENING_FEN = 2_000_00
_FAMILY = 3
"""Members of a holder in the beginning."""


class Place(NamedTuple):
    region: str
    method: v1.VerificationMethod
    letter: bool
    """Whether a holder authorizes with a commitment letter first."""
    abroad: str = ""
    """Another region in which its holders have members, too."""

    @property
    def hospital(self) -> str:
        return f"H{self.region}00009"


PLACES = (
    Place("370300", v1.VERIFICATION_METHOD_FACE, letter=False),
    Place("421200", v1.VERIFICATION_METHOD_REAL_NAME, letter=True),
    Place("990100", v1.VERIFICATION_METHOD_FACE, letter=False, abroad="990200"),
    Place("990200", v1.VERIFICATION_METHOD_FACE, letter=False, abroad="990100"),
)
_MIX = {"settle": 70, "credit": 9, "bind": 7, "unbind": 7, "upsert": 7}


@dataclass
class Town:
    """Makes the writes of one place. `bound` are bindings that somebody was told of, with their holders."""

    place: Place
    build: Caller
    bound: list[tuple[str, str]] = field(default_factory=list)

    def founding(self, name: str) -> list[list[Asked]]:
        """What makes the town, in steps: each step's writes may be done at the same time."""
        holders, members = [f"h{i}" for i in range(HOLDERS)], [f"m{i}" for i in range(MEMBERS)]
        steps = [
            [self._institution(f"{name}-i"), self._upsert(f"{name}-p", [*holders, *members])],
            [self._credit(f"{name}-c", [(h, OPENING_FEN) for h in holders])],
            [self._authorize(f"{name}-a{i}", h) for i, h in enumerate(holders) if self.place.letter],
        ]
        for j in range(_FAMILY):
            region = self.place.abroad or self.place.region if j == 0 else self.place.region
            steps.append(
                [self._bind(f"{name}-b{i}-{j}", h, region, f"m{i * _FAMILY + j}") for i, h in enumerate(holders)]
            )
        return steps

    def next(self, request_id: str, luck: random.Random) -> Asked:
        kind = luck.choices(list(_MIX), list(_MIX.values()))[0]
        match kind:
            case "credit":
                owners = {self._hot("h", HOLDERS, luck) for _ in range(luck.choice((1, 1, 3)))}
                return self._credit(request_id, [(owner, luck.randint(50_00, 200_00)) for owner in sorted(owners)])
            case "unbind" if self.bound:
                return self._unbind(request_id, *self.bound.pop(luck.randrange(len(self.bound))))
            case "bind" | "unbind":
                region = luck.choice((self.place.region, self.place.abroad or self.place.region))
                holder, member = self._hot("h", HOLDERS, luck), f"m{luck.randrange(MEMBERS)}"
                return self._bind(request_id, holder, region, member)
            case "upsert":
                state = luck.choice("1112")
                return self._upsert(request_id, [f"m{luck.randrange(MEMBERS)}"], psn_insu_stas=state)
        patient = self._hot("m", MEMBERS, luck) if luck.random() < 0.9 else self._hot("h", HOLDERS, luck)
        bill = self.build.bill(patient, luck.randint(1_00, 60_00), self.place.hospital, request_id)
        return self._asked("Settlement", "Settle", bill)

    def noticed(self, asked: Asked) -> None:
        """Remember what was bound, so that it can be unbound."""
        if asked.rpc == "Bind" and asked.done is not None:
            binding = asked.done.binding
            self.bound.append((binding.authorizer_psn_no, binding.binding_id))

    @staticmethod
    def _hot(prefix: str, count: int, luck: random.Random) -> str:
        """One of them; the first ones far more often than the last."""
        return f"{prefix}{int(count * luck.random() ** 2)}"

    def _asked(self, service: str, rpc: str, request: Any) -> Asked:
        region = INSTITUTIONS if rpc == "UpsertInstitutions" else self.place.region
        return Asked(region, service, rpc, request)

    def _institution(self, request_id: str) -> Asked:
        made = v1.Institution(
            fixmedins_code=self.place.hospital,
            name="测试医院",
            type=v1.INSTITUTION_TYPE_HOSPITAL,
            admdvs=self.place.region,
            mutual_aid_enabled=True,
            state=v1.INSTITUTION_STATE_NORMAL,
        )
        request = v1.UpsertInstitutionsRequest(request_id=request_id, institutions=[made])
        return self._asked("Registry", "UpsertInstitutions", request)

    def _upsert(self, request_id: str, psn_nos: list[str], **fields: Any) -> Asked:
        as_of = stamp(self.build.now - timedelta(hours=1))
        rows = [self.build.person(psn_no, **fields) for psn_no in psn_nos]
        for row in rows:
            row.as_of_time.CopyFrom(as_of)
        request = v1.UpsertPersonsRequest(request_id=request_id, insuplc_admdvs=self.place.region, persons=rows)
        return self._asked("Registry", "UpsertPersons", request)

    def _credit(self, request_id: str, shares: list[tuple[str, int]]) -> Asked:
        credits = [
            v1.Credit(
                credit_id=f"{request_id}-{owner}",
                owner=self.build.ref(owner),
                account_kind=v1.ACCOUNT_KIND_PERSONAL,
                amount_fen=amount_fen,
                credit_type=v1.CREDIT_TYPE_MONTHLY,
            )
            for owner, amount_fen in shares
        ]
        request = v1.CreditAccountsRequest(request_id=request_id, insuplc_admdvs=self.place.region, credits=credits)
        return self._asked("Registry", "CreditAccounts", request)

    def _authorize(self, request_id: str, holder: str) -> Asked:
        letter = v1.Commitment(
            document_version="2022",
            document_sha256="ab" * 32,
            signature_ref="signature",
            signed_by=self.build.ref(holder),
            signed_time=stamp(self.build.now),
        )
        request = v1.AuthorizeRequest(
            request_id=request_id,
            authorizer=self.build.ref(holder),
            handling=self.build.handling(holder),
            commitment=letter,
        )
        return self._asked("Family", "Authorize", request)

    def _bind(self, request_id: str, holder: str, region: str, member: str) -> Asked:
        request = self.build.bind_request(holder, member)
        request.request_id, request.member.insuplc_admdvs = request_id, region
        return self._asked("Family", "Bind", request)

    def _unbind(self, request_id: str, holder: str, binding_id: str) -> Asked:
        request = v1.UnbindRequest(
            request_id=request_id,
            authorizer=self.build.ref(holder),
            binding_ids=[binding_id],
            handling=self.build.handling(holder),
        )
        return self._asked("Family", "Unbind", request)


def refused_rows(answer: Any) -> bool:
    """Whether a founding step did not go through, as a whole or in a row."""
    return isinstance(answer, Fault) or any(r.HasField("error") for r in getattr(answer, "results", ()))
