"""The gallery: people, faces, photos and models in one SQLite file, with a journal that can undo.

`database.Database` opens it and hands out sessions; every other function here takes the session first and
leaves the transaction to whoever opened it.
"""
