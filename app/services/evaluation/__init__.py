"""How well a model recognises given people: verification, identification, slices and the worst pairs."""
