"""What the window knows of the engine: requests and events as Qt has them, and who is enrolled."""
