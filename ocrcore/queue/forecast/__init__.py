"""When each job will be done: durations learned from runs, and the queue played forward over the workers."""
