"""`python -m tests.without_network COMMAND…`: run a command where there is no network but loopback, and tell what it tried.

To be run in a network namespace of its own (`unshare --map-root-user --net`). The kernel counts there what found no route,
and every datagram: a lookup of a name is one or the other. The last line printed is `attempts: N`.
"""

from __future__ import annotations

import fcntl
import socket
import struct
import subprocess
import sys
from pathlib import Path

SIOCSIFFLAGS = 0x8914
IFF_UP_RUNNING = 0x1 | 0x40
COUNTED = ("IpOutNoRoutes", "UdpOutDatagrams", "Ip6OutNoRoutes", "Udp6OutDatagrams")
"""Names of net/ipv4/proc.c and net/ipv6/proc.c of Linux."""


def main() -> int:
    """Run the command line's command and return its exit status."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", IFF_UP_RUNNING))
    before = _attempts()
    status = subprocess.run(sys.argv[1:], check=False).returncode
    sys.stdout.write(f"attempts: {_attempts() - before}\n")
    return status


def _attempts() -> int:
    counters = dict(line.split() for line in Path("/proc/net/snmp6").read_text(encoding="ascii").splitlines())
    rows = [line.split() for line in Path("/proc/net/snmp").read_text(encoding="ascii").splitlines()]
    for names, values in zip(rows[::2], rows[1::2], strict=True):
        counters |= {
            names[0].removesuffix(":") + name: value for name, value in zip(names[1:], values[1:], strict=True)
        }
    return sum(int(counters.get(name, 0)) for name in COUNTED)


if __name__ == "__main__":
    sys.exit(main())
