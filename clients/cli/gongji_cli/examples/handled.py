"""How an act of an example is handled: in order by the policy, but for what the example says otherwise."""

from datetime import datetime

from msgspec import structs

from gongji_cli.examples.cast import Cast
from gongji_cli.examples.family_steps import Decide
from gongji_cli.examples.rules import HandlingRules
from gongji_cli.examples.step import Act

Argv = list[str]

STAFF_CHANNELS = ("PLATFORM", "WINDOW")

NO_LETTER_TEXT = "0" * 64
"""The digest of a commitment letter whose text is invented."""


class Handler:
    """Writes the options of a command that say how it is handled."""

    def __init__(self, cast: Cast, rules: HandlingRules) -> None:
        self._cast, self._rules = cast, rules

    def of(self, step: Act, act: str, members: list[str], at: datetime) -> Argv:
        """In order by the policy, except for what the step says otherwise."""
        said, authorizer = step.handling, step.named[0]
        channel = step.channel or self._rules.first_channel(act)
        applicant = said.applicant or authorizer
        argv = ["--channel", channel, "--applicant", self._cast.ref(applicant)]
        if channel in ("WINDOW", "SELF_SERVICE_TERMINAL") or said.office:
            argv += ["--office", said.office or self._cast.county_of(authorizer)]
        method = said.verified or self._rules.proof(act, channel) or "NONE"
        if method != "NONE":
            argv += ["--verified", f"{method}@{(said.verified_at or at).isoformat()}", "--verified-ref", "EXAMPLE"]
        argv += self._papers(step, act, channel, applicant, members)
        if act == "AUTHORIZE" and said.letter and (said.letter_signed_by or self._rules.letter_needed(channel)):
            argv += self._letter(said.letter_signed_by or authorizer, at)
        return argv

    def _papers(self, step: Act, act: str, channel: str, applicant: str, members: list[str]) -> Argv:
        asked = self._rules.asked_papers(act, channel)
        parties = {"AUTHORIZER": [step.named[0]], "MEMBER": members, "ANY": [applicant]}
        usual = {who: s.any_of[0] for papers in asked for s in papers.shown for who in parties[s.who]}
        shown = usual if step.handling.shown is None else step.handling.shown
        groups = [group[0] for papers in asked for group in papers.evidence]
        evidence = groups if step.handling.papers is None else step.handling.papers
        argv = [part for who, card in shown.items() for part in ("--shown", f"{self._cast.ref(who)}={card}")]
        return argv + [part for paper in evidence for part in ("--paper", f"{paper}=EXAMPLE-{paper}")]

    def _letter(self, signed_by: str, at: datetime) -> Argv:
        argv = ["--letter", "1.0", "--letter-sha256", NO_LETTER_TEXT, "--letter-signature", "EXAMPLE-SIGNATURE"]
        return [*argv, "--letter-signed-by", self._cast.ref(signed_by), "--letter-signed-at", at.isoformat()]

    def by_decider(self, step: Decide) -> Decide:
        """The member decides for itself, staff where staff works, unless the step says otherwise."""
        if step.by == "MEMBER":
            applicant = step.handling.applicant or step.member
            return structs.replace(step, handling=structs.replace(step.handling, applicant=applicant))
        allowed = (c for c in self._rules.channels.value.get("DECIDE", ()) if c in STAFF_CHANNELS)
        return structs.replace(step, channel=step.channel or next(allowed, STAFF_CHANNELS[0]))
