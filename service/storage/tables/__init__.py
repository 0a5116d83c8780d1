"""The tables. `region` stands first in every key, so that the books can be spread by region without a rewrite.

Regional tables first, then the small reference tables that every region reads. No foreign key crosses regions.
Columns are in the order: region, the rest of the key, the others; what writes rows counts on that.
"""

from service.storage.tables.between import clearings, premiums
from service.storage.tables.books import (
    FREQUENT,
    IS_INFREQUENT,
    IS_THROUGH_CLEARING,
    credits,
    journal,
    postings,
    requests,
    settlements,
)
from service.storage.tables.common import KEEP_IF_ABSENT, NEVER_OLDER, REQUEST_KEY, SEALED, metadata
from service.storage.tables.events import IS_FAMILY_EVENT, outbox, relays
from service.storage.tables.jobs import job_runs
from service.storage.tables.own import liquidations, presets, transfer_months
from service.storage.tables.people import accounts, person_certificates, persons
from service.storage.tables.reference import institutions, policy_digests
from service.storage.tables.relations import LIVE_AND_DATED, authorizations, binding_imports, bindings
from service.storage.tables.wallets import wallet_sent_counts, wallet_transfers, wallets

REGIONAL = tuple(table for table in metadata.tables.values() if "region" in table.columns)

__all__ = [
    "FREQUENT",
    "IS_FAMILY_EVENT",
    "IS_INFREQUENT",
    "IS_THROUGH_CLEARING",
    "KEEP_IF_ABSENT",
    "LIVE_AND_DATED",
    "NEVER_OLDER",
    "REGIONAL",
    "REQUEST_KEY",
    "SEALED",
    "accounts",
    "authorizations",
    "binding_imports",
    "bindings",
    "clearings",
    "credits",
    "institutions",
    "job_runs",
    "journal",
    "liquidations",
    "metadata",
    "outbox",
    "person_certificates",
    "persons",
    "policy_digests",
    "postings",
    "premiums",
    "presets",
    "relays",
    "requests",
    "settlements",
    "transfer_months",
    "wallet_sent_counts",
    "wallet_transfers",
    "wallets",
]
