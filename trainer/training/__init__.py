"""Runs: `trainer.training.loop.fit` takes a backbone and labelled pictures through its steps."""
