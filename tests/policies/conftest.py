"""What the tests of policy files share."""

from tests.policies.folder import folder

__all__ = ["folder"]
