"""What a policy asks of a handling: the part of its rules that an example is handled by unless it says otherwise."""

from typing import Generic, TypeVar

from msgspec import Struct, field

T = TypeVar("T")


class Proof(Struct, frozen=True):
    acts: tuple[str, ...]
    channels: tuple[str, ...]
    any_of: tuple[str, ...]


class Shown(Struct, frozen=True):
    who: str
    any_of: tuple[str, ...]


class Papers(Struct, frozen=True):
    acts: tuple[str, ...]
    channels: tuple[str, ...]
    shown: tuple[Shown, ...] = ()
    evidence: tuple[tuple[str, ...], ...] = ()


class Letter(Struct, frozen=True):
    channels: tuple[str, ...]


class Value(Struct, Generic[T], frozen=True):
    value: T


class HandlingRules(Struct, frozen=True):
    """[handling] of a policy file, as far as examples need it."""

    channels: Value[dict[str, tuple[str, ...]]] = field(default_factory=lambda: Value({}))
    proofs: Value[tuple[Proof, ...]] = Value(())
    papers: Value[tuple[Papers, ...]] = Value(())
    letter: Value[tuple[Letter, ...]] = Value(())

    def first_channel(self, act: str) -> str:
        return next(iter(self.channels.value.get(act, ())), "APP")

    def proof(self, act: str, channel: str) -> str | None:
        """The first kind of proof that the policy takes for this act on this channel."""
        found = (p.any_of[0] for p in self.proofs.value if act in p.acts and channel in p.channels)
        return next(found, None)

    def asked_papers(self, act: str, channel: str) -> list[Papers]:
        return [p for p in self.papers.value if act in p.acts and channel in p.channels]

    def letter_needed(self, channel: str) -> bool:
        return any(channel in rule.channels for rule in self.letter.value)
