"""XMP: whom other programs named in a picture, read and written without touching anything else in it."""
