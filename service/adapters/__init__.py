"""Files, feeds and documents: bytes in, typed rows out, and back. Nothing here knows a table or a request."""
