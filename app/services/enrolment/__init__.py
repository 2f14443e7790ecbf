"""Enrolling people: from photos, folders, videos and cameras."""
