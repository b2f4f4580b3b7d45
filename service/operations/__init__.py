"""The use cases. Each takes `(session, actor, now, ...)`, writes the audit log, and never commits by itself."""
