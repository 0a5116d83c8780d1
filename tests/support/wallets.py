"""Wallets in the invented world: a policy of them, and what people do with theirs."""

from typing import Any

from service.domain.outcome import Outcome
from service.domain.policy import Policy
from service.domain.refusal import Refusal
from service.domain.terms import Relation
from service.domain.wallet_commands import AcceptWalletTransfer, OpenWallet, TransferToWallet
from service.domain.wallet_record import Wallet, WalletTransfer
from tests.support.world import HOME, World, handling, make_policy, ref

PHONE = "13900000000"


def make_wallet(header: dict[str, Any] | None = None, **rules: Any) -> Policy:
    """Wallets that one may send to out of PERSONAL, with no limit but what `rules` say."""
    defaults: dict[str, Any] = {
        "accounts__kinds": ["PERSONAL", "CURRENT", "HISTORIC", "WALLET"],
        "accounts__own_order": ["PERSONAL", "WALLET"],
        "accounts__shared": [],
        "members__area": "NATION",
        "wallet__sent_from": ["PERSONAL"],
    }
    return make_policy({"id": "wallet", "shape": "WALLET"} | (header or {}), **(defaults | rules))


def wallet_world(header: dict[str, Any] | None = None, **rules: Any) -> World:
    """A sender with 10,000.00, and a receiver in the resident scheme who has opened a wallet, under these rules."""
    world = World([make_wallet(header, **rules)])
    world.person("sender")
    world.person("receiver", insutype="390")
    world.money("sender", PERSONAL=10_000_00)
    assert isinstance(open_wallet(world, "receiver"), Wallet)
    return world


def open_wallet(world: World, owner: str, region: str = HOME, **fields: Any) -> Wallet | Refusal:
    plain: dict[str, Any] = {
        "owner": ref(owner, region),
        "use_admdvs": region,
        "phone": PHONE,
        "handling": handling(owner, region),
    }
    return _answer(world, OpenWallet(**(plain | fields)))  # type: ignore[no-any-return]


def send(world: World, amount_fen: int, receiver: str = "receiver", **fields: Any) -> WalletTransfer | Refusal:
    plain: dict[str, Any] = {
        "owner": ref("sender"),
        "receiver": ref(receiver, fields.pop("region", HOME)),
        "relation": Relation.MOTHER,
        "amount_fen": amount_fen,
        "handling": handling("sender"),
    }
    return _answer(world, TransferToWallet(**(plain | fields)))  # type: ignore[no-any-return]


def sent(world: World, amount_fen: int, receiver: str = "receiver", **fields: Any) -> WalletTransfer:
    """Send what must not be refused."""
    made = send(world, amount_fen, receiver, **fields)
    assert isinstance(made, WalletTransfer), made
    return made


def accept(world: World, made: WalletTransfer, **fields: Any) -> WalletTransfer | Refusal:
    plain: dict[str, Any] = {
        "receiver": ref(made.receiver_psn_no, made.receiver_region),
        "wallet_transfer_id": made.wallet_transfer_id,
        "handling": handling(made.receiver_psn_no, made.receiver_region),
    }
    return _answer(world, AcceptWalletTransfer(**(plain | fields)))  # type: ignore[no-any-return]


def _answer(world: World, command: Any) -> Any:
    decided = world.decide(command)
    return decided.answer if isinstance(decided, Outcome) else decided
