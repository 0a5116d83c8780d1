"""How an act came in (经办): the options that every command of the family shares."""

from dataclasses import dataclass
from typing import Annotated

import typer
from google.protobuf.timestamp_pb2 import Timestamp

from gongji import v1
from gongji_cli import complete, enums
from gongji_cli.arguments import PERSON, instant, pair, person
from gongji_cli.session import Session

_METHODS = ", ".join(enums.short_names(v1.VerificationMethod))


@dataclass(frozen=True)
class Verified:
    """How identity was proved, and when where that was said."""

    method: str
    time: Timestamp | None


def parse_verified(text: str) -> Verified:
    """FACE, or FACE@2022-10-15T09:00:00+08:00."""
    method, at, moment = text.partition("@")
    return Verified(enums.parser(v1.VerificationMethod)(method), instant(moment) if at else None)


def parse_shown(text: str) -> v1.PresentedCredential:
    """421200/1001=ID_CARD."""
    whose, credential = pair(text, "R/PSN=CREDENTIAL")
    return v1.PresentedCredential(person=person(whose), credential=enums.parser(v1.Credential)(credential))


def parse_paper(text: str) -> v1.Evidence:
    """HOUSEHOLD_REGISTER=the office's number of the filed paper."""
    kind, reference = pair(text, "TYPE=REF")
    return v1.Evidence(type=enums.parser(v1.EvidenceType)(kind), reference=reference)


@dataclass(frozen=True, kw_only=True)
class HandlingOptions:
    """Who acts, through which channel, proved how, with which papers."""

    channel: Annotated[
        str,
        typer.Option(
            parser=enums.parser(v1.Channel),
            autocompletion=complete.of_enum(v1.Channel),
            metavar="CHANNEL",
            help=f"经办渠道 · {', '.join(enums.short_names(v1.Channel))}",
        ),
    ]
    applicant: Annotated[
        v1.PersonRef | None,
        typer.Option(
            parser=person,
            metavar=PERSON,
            help="申请人，缺省为授权人 · who acts; absent: the authorizer",
        ),
    ] = None
    office: Annotated[str | None, typer.Option(metavar="CODE", help="经办机构医保区划 · region of the office")] = None
    verified: Annotated[
        Verified | None,
        typer.Option(
            parser=parse_verified,
            autocompletion=complete.of_enum(v1.VerificationMethod),
            metavar="METHOD[@TIME]",
            help=f"身份核验方式；不写时间即为此刻 · how identity was proved; without a time: just now. {_METHODS}",
        ),
    ] = None
    verified_ref: Annotated[
        str | None,
        typer.Option(metavar="REF", help="身份核验流水号 · the channel's number of that proof"),
    ] = None
    shown: Annotated[
        list[v1.PresentedCredential] | None,
        typer.Option(
            parser=parse_shown,
            metavar="R/PSN=CREDENTIAL",
            help=f"出示的卡证，可重复 · a card shown, repeatable. {', '.join(enums.short_names(v1.Credential))}",
        ),
    ] = None
    paper: Annotated[
        list[v1.Evidence] | None,
        typer.Option(
            parser=parse_paper,
            autocompletion=complete.of_enum(v1.EvidenceType),
            metavar="TYPE=REF",
            help=f"提交的材料，可重复 · a paper, repeatable. {', '.join(enums.short_names(v1.EvidenceType))}",
        ),
    ] = None

    def message(self, session: Session, owner: v1.PersonRef) -> v1.Handling:
        """The handling of the contract; `owner` is the applicant unless another was named."""
        return v1.Handling(
            channel=self.channel,
            office_admdvs=self.office,
            applicant=self.applicant or owner,
            verification=self._verification(session),
            presented=self.shown,
            evidence=self.paper,
        )

    def _verification(self, session: Session) -> v1.Verification | None:
        if self.verified is None:
            if self.verified_ref is not None:
                raise typer.BadParameter("需要 --verified · needs --verified", param_hint="--verified-ref")
            return None
        method = self.verified.method
        short = method.removeprefix("VERIFICATION_METHOD_")
        moment = self.verified.time or session.made_moment("--verified", f"{short}@")
        return v1.Verification(method=method, reference=self.verified_ref, verified_time=moment)


@dataclass(frozen=True, kw_only=True)
class LetterOptions:
    """The signed commitment letter (承诺书): all five together, or none."""

    letter: Annotated[str | None, typer.Option(metavar="VERSION", help="承诺书文本版本 · version of its text")] = None
    letter_sha256: Annotated[
        str | None, typer.Option(metavar="HEX", help="签署文件的 SHA-256 · of the signed document")
    ] = None
    letter_signature: Annotated[str | None, typer.Option(metavar="REF", help="签名流水号 · its signature's number")] = (
        None
    )
    letter_signed_by: Annotated[
        v1.PersonRef | None, typer.Option(parser=person, metavar=PERSON, help="承诺人 · who signed")
    ] = None
    letter_signed_at: Annotated[
        Timestamp | None, typer.Option(parser=instant, metavar="TIME", help="签署时间 · when it was signed")
    ] = None

    def message(self) -> v1.Commitment | None:
        given = (self.letter, self.letter_sha256, self.letter_signature, self.letter_signed_by, self.letter_signed_at)
        if all(value is None for value in given):
            return None
        if any(value is None for value in given):
            raise typer.BadParameter("五项须一并给出 · all five or none of --letter…", param_hint="--letter")
        return v1.Commitment(
            document_version=self.letter,
            document_sha256=self.letter_sha256,
            signature_ref=self.letter_signature,
            signed_by=self.letter_signed_by,
            signed_time=self.letter_signed_at,
        )
