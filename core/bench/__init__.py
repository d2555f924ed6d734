"""Benchmarks, one module each with `run(options) -> dict`: commands to run on purpose, never tests with time limits."""
