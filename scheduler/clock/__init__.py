"""When: jobs that are called again and again. What they do is handed in. The only place of APScheduler."""

from scheduler.clock.clock import Clock, Job

__all__ = ["Clock", "Job"]
