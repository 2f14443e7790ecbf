"""The use cases: what a person does with Kith, each opening its own units of work."""
