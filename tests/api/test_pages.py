"""Lists in pages: complete, without doubles, and a token fits only the list that it was given for."""

from collections.abc import Callable
from typing import Any

import grpc
import pytest

import gongji
from gongji import v1
from tests.api.asking import HOLDER, MEMBER, NOON, binding, changed, people, person, ref, settlement
from tests.support.server import Server


@pytest.fixture(scope="module", autouse=True)
def history(server: Server) -> None:
    """Five settlements and five more members, so that there is something to list."""
    with server.client(now=NOON) as client:
        for n in range(5):
            client.settlement.settle(settlement(f"page-{n}", MEMBER, 1_00 + n))
        client.registry.upsert_persons(people("page-people", *(person(f"child-{n}") for n in range(5))))
        for n in range(5):
            client.family.bind(binding(f"page-bind-{n}", HOLDER, f"child-{n}", relation=v1.RELATION_CHILD))


LISTS: list[tuple[str, Callable[[gongji.Client], Any], Any, str]] = [
    (
        "settlements",
        lambda c: c.settlement.list_settlements,
        v1.ListSettlementsRequest(patient=ref(MEMBER)),
        "settlements",
    ),
    ("entries", lambda c: c.account.list_entries, v1.ListEntriesRequest(owner=ref(HOLDER)), "entries"),
    (
        "members",
        lambda c: c.family.list_members,
        v1.ListMembersRequest(person=ref(HOLDER), view=v1.MEMBER_VIEW_AS_AUTHORIZER),
        "members",
    ),
    ("policies", lambda c: c.registry.list_policies, v1.ListPoliciesRequest(), "policies"),
]
EACH = pytest.mark.parametrize(("rpc", "request_", "rows"), [case[1:] for case in LISTS], ids=[c[0] for c in LISTS])


@EACH
def test_pages_make_up_the_whole(client: gongji.Client, rpc: Any, request_: Any, rows: str) -> None:
    """Pages of two, and then of another size, hold every row once, in the order of the whole list."""
    call = rpc(client)
    whole = list(getattr(call(request_), rows))
    assert len(whole) >= 5
    collected: list[Any] = []
    token = ""
    for size in (2, 1, *[2] * len(whole)):
        page = call(changed(request_, page_size=size, page_token=token))
        assert len(getattr(page, rows)) <= size
        collected += getattr(page, rows)
        token = page.next_page_token
        if not token:
            break
    assert collected == whole


@EACH
def test_a_token_fits_its_own_list_only(client: gongji.Client, rpc: Any, request_: Any, rows: str) -> None:
    """With other arguments, changed, cut or made up, it is PAGE_TOKEN_MISMATCH."""
    call = rpc(client)
    token = call(changed(request_, page_size=2)).next_page_token
    others = {
        "settlements": {"from_date": "2020-01-01"},
        "entries": {"account_kind": v1.ACCOUNT_KIND_PERSONAL},
        "members": {"include_ended": True},
        "policies": {"on_date": "2021-09-01"},
    }
    wrong = [
        changed(request_, page_token=token, **others[rows]),
        changed(request_, page_token=token[:-4]),
        changed(request_, page_token=("B" if token[0] == "A" else "A") + token[1:]),
        changed(request_, page_token="made up"),
        changed(request_, page_token="长"),
    ]
    for asked in wrong:
        with pytest.raises(gongji.GongjiError) as caught:
            call(asked)
        assert (caught.value.code, caught.value.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "PAGE_TOKEN_MISMATCH")


@EACH
@pytest.mark.parametrize("size", [-1, 501])
def test_page_sizes_have_bounds(client: gongji.Client, rpc: Any, request_: Any, rows: str, size: int) -> None:
    """A page has at most 500 rows, and no negative number of them."""
    with pytest.raises(gongji.GongjiError) as caught:
        rpc(client)(changed(request_, page_size=size))
    assert [v.field for v in caught.value.field_violations] == ["page_size"]


def test_rows_that_come_meanwhile_disturb_no_page(client: gongji.Client) -> None:
    """What is settled between two pages neither repeats a row nor hides one."""
    call, asked = client.settlement.list_settlements, v1.ListSettlementsRequest(patient=ref(MEMBER), page_size=2)
    first = call(asked)
    before = [s.setl_id for s in call(changed(asked, page_size=500)).settlements]
    client.settlement.settle(settlement("meanwhile", MEMBER, 2_00))
    second = call(changed(asked, page_token=first.next_page_token))
    assert [s.setl_id for s in (*first.settlements, *second.settlements)] == before[:4]


def test_a_token_is_good_at_every_worker(server: Server) -> None:
    """Workers give and take each other's tokens: each page over a connection of its own."""
    token, seen = "", 0
    for _ in range(8):
        with server.client() as client:
            page = client.registry.list_policies(v1.ListPoliciesRequest(page_size=1, page_token=token))
        seen += len(page.policies)
        token = page.next_page_token
        if not token:
            break
    assert seen >= 5
