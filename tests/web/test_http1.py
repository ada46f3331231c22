"""The HTTP/1 parser reads what browsers read, whole or byte by byte, and names what it cannot read."""

from __future__ import annotations

import httptools
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.web.http1 import MAX_HEAD_BYTES, MessageError, ResponseParser

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n"
LENGTH = OK + b"Content-Length: 5\r\n\r\n"


def parsed(*pieces: bytes, is_ended: bool = True) -> ResponseParser:
    parser = ResponseParser()
    for piece in pieces:
        parser.feed(piece)
    if is_ended:
        parser.feed_eof()
    return parser


@pytest.mark.parametrize(
    ("said", "status", "body"),
    [
        pytest.param(LENGTH + b"hello", 200, b"hello", id="length"),
        pytest.param(CHUNKED + b"\r\n5\r\nhello\r\n0\r\n\r\n", 200, b"hello", id="chunked"),
        pytest.param(
            CHUNKED + b"\r\n5;x=y\r\nhello\r\n0\r\nA: b\r\n\r\n", 200, b"hello", id="trailer"
        ),
        pytest.param(OK + b"\r\nhello", 200, b"hello", id="until the end"),
        pytest.param(b"HTTP/1.0 200 OK\n\nhello", 200, b"hello", id="bare line feeds"),
        pytest.param(b"HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\n", 204, b"", id="no body"),
        pytest.param(b"HTTP/1.1 100 C\r\n\r\n" + LENGTH + b"hello", 200, b"hello", id="interim"),
        pytest.param(b"\r\n\r\n" + LENGTH + b"hello", 200, b"hello", id="blank lines before"),
        pytest.param(b"HTTP/2 200\r\n\r\nhello", 200, b"hello", id="HTTP/2 in a status line"),
        pytest.param(b"HTTP/1.1 200\r\n\r\nhello", 200, b"hello", id="no reason"),
        pytest.param(b"http/1.1  404  Not\r\n\r\n", 404, b"", id="small letters, two blanks"),
        pytest.param(b"ICY 200 OK\r\n\r\nhello", 200, b"hello", id="a radio station"),
        pytest.param(OK + b"A/B: c\r\nD E: f\r\n\r\nhello", 200, b"hello", id="signs in names"),
        pytest.param(
            OK + b"Content-Length : 5\r\n\r\nhello", 200, b"hello", id="blank before colon"
        ),
        pytest.param(OK + b"no colon here\r\n\r\nhello", 200, b"hello", id="no colon"),
        pytest.param(OK + b": no name\r\n\r\nhello", 200, b"hello", id="no name"),
        pytest.param(OK + b" folded\r\n\r\nhello", 200, b"hello", id="folded first line"),
        pytest.param(
            CHUNKED + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            200,
            b"hello",
            id="chunked twice",
        ),
        pytest.param(
            OK + b"Transfer-Encoding: chunked, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            200,
            b"hello",
            id="chunked twice in one line",
        ),
        pytest.param(
            OK + b"Transfer-Encoding: identity\r\n\r\nhello", 200, b"hello", id="identity"
        ),
        pytest.param(
            CHUNKED + b"Content-Length: 999\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            200,
            b"hello",
            id="chunked beats length",
        ),
        pytest.param(OK + b"Content-Length: 5, 5\r\n\r\nhello", 200, b"hello", id="length twice"),
        pytest.param(OK + b"Content-Length: -1\r\n\r\nhello", 200, b"hello", id="negative length"),
        pytest.param(
            OK + b"X: " + b"x" * 200_000 + b"\r\n\r\nhello", 200, b"hello", id="200 KB head"
        ),
    ],
)
def test_what_browsers_read(said: bytes, status: int, body: bytes) -> None:
    in_bytes = [said[i : i + 1] for i in range(min(len(said), 2_000))]
    for pieces in ([said], [*in_bytes, said[2_000:]]):
        parser = parsed(*filter(None, pieces))
        assert parser.head is not None
        assert (parser.head.http_status, b"".join(parser.body)) == (status, body)
        assert not parser.has_leftover


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (b"SSH-2.0-OpenSSH_9.9\r\n", "not HTTP"),
        (b"HTTP/1.1 -1 Minus\r\n\r\n", "no status line"),
        (b"HTTP/1.1 099 Low\r\n\r\n", "no status line"),
        (b"HTTP/1.1 1000 High\r\n\r\n", "no status line"),
        (b"HTTP/1.1 101 Switching\r\n\r\n", "switched protocols"),
        (OK + b"X: \0\r\n\r\n", "a NUL"),
        (
            OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
            "more than one Content-Length",
        ),
        (OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n", "unknown transfer coding: gzip"),
        (CHUNKED + b"\r\nzz\r\n", "broken chunks"),
        (CHUNKED + b"\r\nfffffffffffffffff\r\n", "broken chunks"),
        (OK + b"X: " + b"x" * MAX_HEAD_BYTES, "more than 256 KiB"),
        (b"HTTP/1.1 103 Hint\r\n\r\n" * 20_000, "more than 256 KiB"),
        (OK, "within the head"),
        (LENGTH + b"hell", "1 bytes early"),
        (CHUNKED + b"\r\n5\r\nhello\r\n", "within the body"),
    ],
)
def test_what_cannot_be_read(said: bytes, words: str) -> None:
    with pytest.raises(MessageError, match=words):
        parsed(said)


@pytest.mark.parametrize(
    "said",
    [
        LENGTH + b"helloX",
        CHUNKED + b"\r\n0\r\n\r\nHTTP/1.1 404 Gone\r\n\r\n",
        CHUNKED + b"\r\n0\r\n\r\ngarbage",
        b"HTTP/1.1 304 Same\r\n\r\nX",
    ],
)
def test_bytes_after_the_end_are_noticed(said: bytes) -> None:
    assert parsed(said).has_leftover


@pytest.mark.parametrize(
    ("head", "keeps_alive"),
    [
        (b"HTTP/1.1 200 OK", True),
        (b"HTTP/1.1 200 OK\r\nConnection: Close", False),
        (b"HTTP/1.0 200 OK", False),
        (b"HTTP/1.0 200 OK\r\nConnection: keep-alive", True),
        (b"HTTP/2 200 OK", False),
    ],
)
def test_which_connections_may_be_kept(head: bytes, keeps_alive: bool) -> None:
    parser = parsed(head + b"\r\nContent-Length: 0\r\n\r\n")
    assert parser.head is not None
    assert parser.head.keeps_alive is keeps_alive


@given(st.lists(st.binary(max_size=40)))
def test_any_bytes_are_a_response_or_a_message_error(pieces: list[bytes]) -> None:
    try:
        parser = parsed(OK, *pieces)
    except MessageError:
        return
    assert parser.is_done


@given(st.binary(max_size=300), st.integers(1, 50))
def test_pieces_say_what_the_whole_says(body: bytes, size: int) -> None:
    said = CHUNKED + b"\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(body), body) if body else LENGTH + b"hello"
    parser = parsed(*(said[i : i + size] for i in range(0, len(said), size)), is_ended=False)
    assert parser.is_done
    assert b"".join(parser.body) == (body or b"hello")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"My Name: a", id="blank in a name"),
        pytest.param(b"Name : a", id="blank before the colon"),
        pytest.param(b"nonsense", id="no colon"),
        pytest.param(b": a", id="no name"),
        pytest.param("Nam\N{LATIN SMALL LETTER E WITH ACUTE}: a".encode(), id="letters of names"),
        pytest.param(b"Content-Length: 5 bytes", id="a length with words"),
        pytest.param(b"Content-Length: 5\r\nContent-Length: 5", id="a length said twice"),
    ],
)
def test_heads_are_read_here_because_llhttp_refuses_them(line: bytes) -> None:
    """With all its leniencies. Once it takes them, our own reader of heads may go."""
    head = OK + line + b"\r\nConnection: close\r\n\r\n"
    assert parsed(head + b"hello").body[0] == b"hello"
    theirs = httptools.HttpResponseParser(object())
    theirs.set_dangerous_leniencies(
        lenient_headers=True,
        lenient_chunked_length=True,
        lenient_keep_alive=True,
        lenient_transfer_encoding=True,
        lenient_version=True,
        lenient_data_after_close=True,
        lenient_optional_lf_after_cr=True,
        lenient_optional_cr_before_lf=True,
        lenient_optional_crlf_after_chunk=True,
        lenient_spaces_after_chunk_size=True,
    )
    with pytest.raises(httptools.HttpParserError):
        theirs.feed_data(head)
