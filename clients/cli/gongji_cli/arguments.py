"""How the values of options and arguments are written, and what they become. What is malformed is wrong usage."""

from typing import Annotated

import typer
from google.protobuf.timestamp_pb2 import Timestamp

from gongji import v1
from gongji.money import yuan_to_fen

PERSON = "R/PSN"
RequestId = Annotated[
    str | None,
    typer.Option(
        "--request-id", metavar="ID", help="请求号，缺省时自动生成；重发须用原号 · made when absent", show_default=False
    ),
]
FromDate = Annotated[str | None, typer.Option("--from", metavar="DATE", help="自此日 · this day or later, YYYY-MM-DD")]
ToDate = Annotated[str | None, typer.Option("--to", metavar="DATE", help="至此日 · this day or earlier, YYYY-MM-DD")]


def person(text: str) -> v1.PersonRef:
    """421200/1001 by number, 421200/01:CERTNO by certificate; the region of insurance comes first."""
    region, _, identity = text.partition("/")
    if not region or not identity:
        raise typer.BadParameter(
            f"{text!r}：应为 参保地/人员编号 或 参保地/证件类型:证件号码 · "
            "expected region and number, such as 421200/1001, or region and certificate, such as 421200/01:CERTNO"
        )
    psn_cert_type, colon, certno = identity.partition(":")
    if not colon:
        return v1.PersonRef(insuplc_admdvs=region, psn_no=identity)
    certificate = v1.Certificate(psn_cert_type=psn_cert_type, certno=certno)
    return v1.PersonRef(insuplc_admdvs=region, certificate=certificate)


def one_of(whose: v1.PersonRef | None, region: str | None) -> None:
    """A list is of one person or of a whole region."""
    if (whose is None) == (region is None):
        raise typer.BadParameter(
            f"{PERSON} 与 --region 须且只须写一个 · give one of {PERSON} and --region", param_hint="--region"
        )


def certificate(text: str) -> v1.Certificate:
    """01:CERTNO, the type of document first."""
    psn_cert_type, colon, certno = text.partition(":")
    if not psn_cert_type or not colon or not certno:
        raise typer.BadParameter(
            "应为 证件类型:证件号码 · expected the type of document and its number, such as 01:CERTNO"
        )
    return v1.Certificate(psn_cert_type=psn_cert_type, certno=certno)


def fen(text: str) -> int:
    """An amount in yuan, such as 1234.56, in fen."""
    try:
        return yuan_to_fen(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r}：应为元，最多两位小数 · expected yuan with at most two decimals, such as 1234.56"
        ) from None


def instant(text: str) -> Timestamp:
    """An RFC 3339 moment, such as 2022-10-15T09:00:00+08:00."""
    stamp = Timestamp()
    try:
        stamp.FromJsonString(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r}：应为带时区的时间 · expected a time with its zone, such as 2022-10-15T09:00:00+08:00"
        ) from None
    return stamp


def pair(text: str, shape: str) -> tuple[str, str]:
    """What stands before and after the first =, both there; `shape` says so to the user."""
    left, _, right = text.partition("=")
    if not left or not right:
        raise typer.BadParameter(f"{text!r}：应为 · expected {shape}")
    return left, right
