"""What the benchmarks of the whole portal share: servers of their own, rows in bulk, a load generator."""
