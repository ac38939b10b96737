import socket

from tools import serving


def test_a_port_on_which_somebody_listens_is_given_to_nobody(monkeypatch):
    free = serving.free_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        tried = iter([taken.getsockname()[1], free])
        monkeypatch.setattr("secrets.randbelow", lambda _: next(tried) - serving._FIRST)
        assert serving.free_port() == free
