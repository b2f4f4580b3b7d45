"""What the planning pages read: a month's plan in one version, its board, figures and lists."""
