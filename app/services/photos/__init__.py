"""Photos: reading their files, matching them with those of the gallery, keeping the faces in them."""
