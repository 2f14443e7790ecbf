"""The process behind the window: messages, frames, the window's client and the host that does the work."""
