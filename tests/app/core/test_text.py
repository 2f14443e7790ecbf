import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.text import as_data, facts, from_data, masked, plain, points, say, sentence


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Zoë Grün 写真", "Zoë Grün 写真"),
        ("a\x1b[2J\x1b[31m.jpg", r"a\x1b[2J\x1b[31m.jpg"),
        ("b\nc\r\td", r"b\nc\r\td"),
        ("\u202egpj.exe", r"\u202egpj.exe"),
        ("\u2066x\u2069\u200f", r"\u2066x\u2069\u200f"),
        ("\x9b31m\x7f\u2028", r"\x9b31m\x7f\u2028"),
        (os.fsdecode(b"caf\xe9.jpg"), r"caf\xe9.jpg"),
        ("\ud800", r"\ud800"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),  # one emoji, joined
        ("a\u200cb\u00a0c\u00add", "a\u200cb\u00a0c\u00add"),
    ],
)
def test_what_would_be_obeyed_is_escaped(text: str, wanted: str) -> None:
    assert plain(text) == wanted
    assert plain(plain(text)) == wanted


def test_what_is_kept_stays() -> None:
    assert plain("a\nb\x1bc", keep="\n") == "a\nb\\x1bc"


@given(st.text())
def test_no_control_character_is_left(text: str) -> None:
    assert all(ord(one) >= 32 and not 127 <= ord(one) < 160 for one in plain(text))


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("rtsp://admin:S3cret@10.0.0.2:554/live", "rtsp://***@10.0.0.2:554/live"),
        ("http://S3cret@cam/x", "http://***@cam/x"),
        ("rtsp://a:S3@cret@cam/x", "rtsp://***@cam/x"),
        ("rtsp://a:S3/cret@cam/x", "rtsp://***@cam/x"),
        ("HTTP://a:S3 cret@cam/x", "HTTP://***@cam/x"),
        ("http://cam/v?user=me&password=S3cret&channel=1", "http://cam/v?user=me&password=***&channel=1"),
        ("http://cam/v?apiKey=S3/cr_et==#top", "http://cam/v?apiKey=***#top"),
        ("https://cam/v?access_token=S3cret", "https://cam/v?access_token=***"),
        ("http://cam/v?loginuse=a&loginpas=S3cret", "http://cam/v?loginuse=a&loginpas=***"),
        ("rtsp://cam/user=a_password=S3cret_channel=1", "rtsp://cam/user=a_password=***_channel=1"),
        ("rtsp://a:S3cret@[::1]:554/x?pwd=S3cret", "rtsp://***@[::1]:554/x?pwd=***"),
    ],
)
def test_an_address_loses_what_is_secret_alone(address: str, wanted: str) -> None:
    assert masked(address) == wanted
    assert masked(wanted) == wanted


@pytest.mark.parametrize(
    "source",
    ["0", "/films/a@b.mp4", "password=1.mp4", "http://cam:8080/@home/x", "rtsp://[::1]:554/x?channel=1"],
)
def test_what_holds_no_secret_stays(source: str) -> None:
    assert masked(source) == source


@pytest.mark.parametrize(
    ("clause", "wanted"),
    [
        ("the disk is full", "The disk is full."),
        ("stopped", "Stopped."),
        ("überall ist etwas", "Überall ist etwas."),
        ("rtsp://cam.local/1 gives no picture", "rtsp://cam.local/1 gives no picture."),
        ("/home/ana/photos is no folder", "/home/ana/photos is no folder."),
        ("holiday.mp4 is no video", "holiday.mp4 is no video."),
        ("Wait…", "Wait…"),
        ("", ""),
    ],
)
def test_a_clause_becomes_a_sentence_but_an_address_keeps_its_spelling(clause: str, wanted: str) -> None:
    assert sentence(clause) == wanted


def test_a_change_and_facts_keep_their_kind_as_data() -> None:
    text = facts(points(-0.02), say("Done"))
    kept = from_data(as_data(text))
    assert (kept, as_data(kept)) == (text, as_data(text))
