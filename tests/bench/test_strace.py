from pathlib import Path

from tests.bench.strace import outside, reached

_NOTE = """\
7 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 3
7 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("192.0.2.1")}, 16) = -1 EINPROGRESS
7 sendto(4, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("203.0.113.3")}, 16) = 1
7 connect(5, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.0.0.53")}, 16) = 0
7 connect(3, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), \
inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28) = -1 EHOSTUNREACH
8 bind(5, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("127.0.0.1")}, 16) = 0
8 connect(5, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT
8 connect(5, {sa_family=AF_UNIX, sun_path="/run/systemd/resolve/io.systemd.Resolve"}, 42 <unfinished ...>
8 connect(5, {sa_family=AF_UNIX, sun_path=@"/tmp/.X11-unix/X99"}, 20) = 0
8 bind(5, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 0
8 sendto(5, "connect(", 8, 0, NULL, 0) = 8
8 getsockname(5, {sa_family=AF_INET, sin_port=htons(58859), sin_addr=inet_addr("192.0.2.7")}, [16]) = 0
8 recvfrom(5, "T", 2, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.0.0.53")}, [16]) = 30
"""


def test_whom_programs_turned_to_is_read_from_the_note(tmp_path: Path) -> None:
    note = tmp_path / "note"
    note.write_text(_NOTE)
    found = reached(note)
    assert found == {
        "outside 192.0.2.1:80": 1,
        "outside 203.0.113.3:9": 1,
        "outside 10.0.0.53:53": 1,
        "outside 2001:db8::1:80": 1,
        "loopback 127.0.0.1:0": 1,
        'local "/var/run/nscd/socket"': 1,
        'name lookup "/run/systemd/resolve/io.systemd.Resolve"': 1,
        'local @"/tmp/.X11-unix/X99"': 1,
        "netlink": 1,
    }
    assert outside(found) == 5
