"""The rules of each place, read from files: one TOML file a policy version, and the code tables beside them."""

from service.policy_files.codes import CodeTables, load_codes
from service.policy_files.digest import digest
from service.policy_files.errors import PolicyFileError, PolicyFilesError
from service.policy_files.load import PolicyFile, load_book, load_files

__all__ = [
    "CodeTables",
    "PolicyFile",
    "PolicyFileError",
    "PolicyFilesError",
    "digest",
    "load_book",
    "load_codes",
    "load_files",
]
