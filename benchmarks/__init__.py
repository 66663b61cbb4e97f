"""Speed and accuracy, measured: each module is a command that prints a table for docs/benchmarks.md."""
