"""The tables of a database as digiKam lays it out."""

TABLES = """
CREATE TABLE AlbumRoots (id INTEGER PRIMARY KEY, label, status, type, identifier, specificPath);
CREATE TABLE Albums (id INTEGER PRIMARY KEY, albumRoot, relativePath, date, caption);
CREATE TABLE Images (id INTEGER PRIMARY KEY, album, name, status, category);
CREATE TABLE ImageInformation (imageid INTEGER PRIMARY KEY, rating, orientation, width, height);
CREATE TABLE Tags (id INTEGER PRIMARY KEY, pid, name);
CREATE TABLE TagProperties (tagid, property, value);
CREATE TABLE ImageTags (imageid, tagid);
CREATE TABLE ImageTagProperties (imageid, tagid, property, value);
"""
