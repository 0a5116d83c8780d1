"""What the command's exit code says, so that a script need not read the output."""

from enum import IntEnum

import grpc


class ExitCode(IntEnum):
    """DONE; FOUND_WRONG: smoke, totals or reconcile found something that is not as it should be; USAGE: the command
    line is wrong; REFUSED: the server decided against it (in a batch: against a row of it); MALFORMED: the server could
    not read the request; TRY_AGAIN: not reachable, too busy, or a fault."""

    DONE = 0
    FOUND_WRONG = 1
    USAGE = 2
    REFUSED = 3
    MALFORMED = 4
    TRY_AGAIN = 5


_MALFORMED = {grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.OUT_OF_RANGE}
_REFUSED = {
    grpc.StatusCode.ALREADY_EXISTS,
    grpc.StatusCode.FAILED_PRECONDITION,
    grpc.StatusCode.NOT_FOUND,
    grpc.StatusCode.PERMISSION_DENIED,
    grpc.StatusCode.UNAUTHENTICATED,
}


def of_code(code: grpc.StatusCode) -> ExitCode:
    """The exit code for the gRPC code of a failed call."""
    if code in _MALFORMED:
        return ExitCode.MALFORMED
    return ExitCode.REFUSED if code in _REFUSED else ExitCode.TRY_AGAIN
