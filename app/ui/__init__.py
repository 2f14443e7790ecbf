"""The window. It talks to the engine alone: torch, cv2, SQL and the services stay out of its process."""
