"""Who is this? Exact search over the enrolled faces, the decision, and the thresholds behind it."""
