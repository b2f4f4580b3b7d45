"""Spreadsheets in and out: files become typed rows with every error named, and records become files."""
