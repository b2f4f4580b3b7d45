"""Import and export of spreadsheets: a file becomes a preview of changes, which is applied whole or not at all."""
