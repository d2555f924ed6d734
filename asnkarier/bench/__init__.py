"""Benchmarks of the whole portal, one module each with `run(options) -> dict`; `ground/` holds what they stand on."""
