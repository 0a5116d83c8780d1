"""Generates the Python code of the contract into gongji/v1, or checks that what is there is what would be generated.

    python clients/python/generate.py            writes
    python clients/python/generate.py --check    writes nothing; exits 1 and names the files that differ

The generator is grpcio-tools at the version that the project's lock pins, so that
the same contract always gives the same bytes.
"""

import filecmp
import shutil
import sys
import tempfile
from importlib import resources
from pathlib import Path

from grpc_tools import protoc

HERE = Path(__file__).resolve().parent
PROTOS = HERE.parents[1] / "protos"
TARGET = HERE / "gongji" / "v1"
GENERATED = ("*_pb2.py", "*_pb2.pyi", "*_pb2_grpc.py")


def generate(root: Path) -> None:
    """Writes the generated package gongji/v1 below `root`; only services get gRPC code."""
    contract = sorted((PROTOS / "gongji" / "v1").glob("*.proto"))
    services = [path for path in contract if path.name.endswith("_service.proto")]
    run_protoc(contract, f"--python_out={root}", f"--pyi_out={root}")
    run_protoc(services, f"--grpc_python_out={root}")


def run_protoc(files: list[Path], *outputs: str) -> None:
    includes = (f"-I{PROTOS}", f"-I{resources.files('grpc_tools') / '_proto'}")
    if protoc.main(["protoc", *includes, *outputs, *map(str, files)]) != 0:
        raise SystemExit("protoc failed")


def generated_names(folder: Path) -> set[str]:
    return {path.name for pattern in GENERATED for path in folder.glob(pattern)}


def differences(fresh: Path) -> list[str]:
    """Names of files that are missing, left over or different in the committed package."""
    names = generated_names(fresh) | generated_names(TARGET)
    _, different, absent = filecmp.cmpfiles(fresh, TARGET, names, shallow=False)
    return sorted(different + absent)


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as temporary:
        generate(Path(temporary))
        fresh = Path(temporary) / "gongji" / "v1"
        if arguments == ["--check"]:
            stale = differences(fresh)
            for name in stale:
                print(f"not what the contract generates: gongji/v1/{name}", file=sys.stderr)
            return 1 if stale else 0
        for name in generated_names(TARGET) - generated_names(fresh):
            (TARGET / name).unlink()
        for name in generated_names(fresh):
            shutil.copyfile(fresh / name, TARGET / name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
