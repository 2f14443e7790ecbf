"""How well a model recognises: what to judge, how far it is, and what was found."""
