"""The steps of worked examples that are acts of families: authorizing, binding, quotas, orders."""

from datetime import date

from gongji_cli.examples.step import Act, Yuan


class Authorize(Act, frozen=True, kw_only=True, tag="authorize"):
    authorizer: str
    policy: str | None = None

    @property
    def named(self) -> tuple[str, ...]:
        return (self.authorizer,)


class Bind(Act, frozen=True, kw_only=True, tag="bind"):
    authorizer: str
    member: str
    relation: str
    phone: str | None = None
    start: date | None = None
    end: date | None = None
    quota: Yuan | None = None
    policy: str | None = None

    @property
    def named(self) -> tuple[str, ...]:
        return (self.authorizer, self.member)


class SetQuota(Act, frozen=True, kw_only=True, tag="set-quota"):
    """The quota of the latest binding of the two; without a member, of all members together."""

    authorizer: str
    quota: Yuan
    member: str | None = None

    @property
    def named(self) -> tuple[str, ...]:
        return (self.authorizer, *([self.member] if self.member else ()))


class Decide(Act, frozen=True, kw_only=True, tag="decide"):
    """Review (`by` STAFF) or consent (MEMBER) to the latest binding of the two."""

    authorizer: str
    member: str
    by: str
    approve: bool = True

    @property
    def named(self) -> tuple[str, ...]:
        return (self.authorizer, self.member)


class Unbind(Act, frozen=True, kw_only=True, tag="unbind"):
    authorizer: str
    members: tuple[str, ...]

    @property
    def named(self) -> tuple[str, ...]:
        return (self.authorizer, *self.members)


class Revoke(Act, frozen=True, kw_only=True, tag="revoke"):
    authorizer: str

    @property
    def named(self) -> tuple[str, ...]:
        return (self.authorizer,)


class Order(Act, frozen=True, kw_only=True, tag="order"):
    owner: str
    payers: tuple[str, ...]
    member: str | None = None

    @property
    def named(self) -> tuple[str, ...]:
        return (self.owner, *self.payers, *([self.member] if self.member else ()))


FamilyAct = Authorize | Bind | SetQuota | Decide | Unbind | Revoke | Order
