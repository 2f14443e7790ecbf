"""The key of an encrypted gallery: how it is made, kept and got at. What it encrypts is not known here."""
