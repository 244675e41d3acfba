"""A wire between the browser and the exchange that can be cut and mended."""

import contextlib
import socket
import threading

PIECE = 65536


class Relay:
    """Carry every connection to the exchange's port; cut, the port refuses them."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._open: list[socket.socket] = []
        self._listening: socket.socket | None = None
        self.port = self._listen(0)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def mend(self) -> None:
        self._listen(self.port)

    def cut(self) -> None:
        """Close what is open, and refuse what comes."""
        for one in [self._listening, *self._open]:
            if one:
                close(one)
        self._open.clear()

    def _listen(self, port: int) -> int:
        listening = socket.create_server(("127.0.0.1", port))
        self._listening = listening
        threading.Thread(target=self._accept, args=(listening,), daemon=True).start()
        return int(listening.getsockname()[1])

    def _accept(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listening.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                self._open += [near, far]
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=_carry, args=(source, sink), daemon=True).start()


def _carry(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(PIECE):
            sink.sendall(piece)
    close(source)
    close(sink)


def close(one: socket.socket) -> None:
    """Close a socket and wake whoever waits in accept or recv, which closing alone does not."""
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
