"""The job queue: one table of jobs, claimed atomically, every later write fenced by worker and attempt."""
