"""Several machines on one: network namespaces joined by a bridge, each with an address and a cable that can be pulled."""

import contextlib
import ctypes
import ipaddress
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

CLONE_NEWNET = 0x40000000
_libc = ctypes.CDLL(None, use_errno=True)


class NoNamespaces(Exception):
    """This machine does not let us make network namespaces."""


def ip(*words: str) -> None:
    """Run `ip` (iproute2). Raises NoNamespaces with its words."""
    done = subprocess.run(["ip", *words], capture_output=True, text=True)
    if done.returncode != 0:
        raise NoNamespaces(f"ip {' '.join(words)}: {done.stderr.strip()}")


class Machine:
    """A namespace with one network card.

    Args:
        network: the one it is on; name: what it is called; number: last part of its address.
    """

    def __init__(self, network: "Network", name: str, number: int) -> None:
        self.network, self.name = network, name
        self.space, self.card = f"{network.mark}-{name}", f"{network.mark}{number}"
        self.address = f"{network.prefix}.{number}"
        ip("netns", "add", self.space)
        network.machines.append(self)
        ip("link", "add", self.card, "type", "veth", "peer", "name", "eth0", "netns", self.space)
        ip("link", "set", self.card, "master", network.bridge, "up")
        ip("-n", self.space, "addr", "add", f"{self.address}/24", "dev", "eth0")
        ip("-n", self.space, "link", "set", "eth0", "up")
        ip("-n", self.space, "link", "set", "lo", "up")

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Processes that this thread starts in the block run on the machine."""
        with open("/proc/self/ns/net") as home, open(f"/run/netns/{self.space}") as there:
            _enter(there.fileno())
            try:
                yield
            finally:
                _enter(home.fileno())

    def pull_cable(self) -> None:
        """From now on nothing reaches the machine and nothing leaves it; connections hang."""
        ip("link", "set", self.card, "down")

    def plug_in(self) -> None:
        """The cable is back."""
        ip("link", "set", self.card, "up")


class Network:
    """A bridge between machines; this process reaches them from its own side of it.

    Args:
        mark: two or three letters that begin every name it makes; prefix: first three parts of the addresses.
    """

    def __init__(self, mark: str = "akc", prefix: str = "10.77.31") -> None:
        self.mark, self.prefix, self.bridge = mark, prefix, f"{mark}br"
        self.machines: list[Machine] = []
        self.addresses = ipaddress.IPv4Network(f"{prefix}.0/24")
        self.sweep()
        ip("link", "add", self.bridge, "type", "bridge")
        ip("addr", "add", f"{prefix}.1/24", "dev", self.bridge)
        ip("link", "set", self.bridge, "up")

    def machine(self, name: str, number: int) -> Machine:
        """A new machine on this network."""
        return Machine(self, name, number)

    def sweep(self) -> None:
        """Remove what a killed run left behind: names that begin with our mark."""
        listed = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True).stdout
        for line in listed.splitlines():
            if line.startswith(f"{self.mark}-"):
                with contextlib.suppress(NoNamespaces):
                    ip("netns", "del", line.split()[0])
        # A space lives on below while a process of it does, and keeps its end of the cable; our end takes both away.
        links = subprocess.run(["ip", "-o", "link", "show", "type", "veth"], capture_output=True, text=True).stdout
        for line in links.splitlines():
            name = line.split(":")[1].split("@")[0].strip()
            if name.startswith(self.mark):
                with contextlib.suppress(NoNamespaces):
                    ip("link", "del", name)
        with contextlib.suppress(NoNamespaces):
            ip("link", "del", self.bridge)

    def remove(self) -> None:
        """Take it all down."""
        self.sweep()
        self.machines.clear()


def _enter(handle: int) -> None:
    if _libc.setns(handle, CLONE_NEWNET) != 0:
        raise NoNamespaces(f"setns: {os.strerror(ctypes.get_errno())}")
