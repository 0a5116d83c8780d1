"""Worked examples: written as data in the policy files, run as commands of `gongji`, checked and shown."""

from gongji_cli.examples.format import Example, ExampleError, PolicyExamples, load_examples
from gongji_cli.examples.run import ExampleRun, Runner, StepRun

__all__ = [
    "Example",
    "ExampleError",
    "ExampleRun",
    "PolicyExamples",
    "Runner",
    "StepRun",
    "load_examples",
]
