"""Tables of the policies for people: what each allows, in Markdown, in Chinese or English."""

from service.policy_tables.column import Lang
from service.policy_tables.tables import policy_overview, policy_tables

__all__ = ["Lang", "policy_overview", "policy_tables"]
