"""One module an area: a `blueprint`, and its `NAVIGATION` entries. Modules are found by their being here."""
