"""The worker's part of programmes: a run of `RunKind.PLACEMENT` from its tables to stored proposals."""
