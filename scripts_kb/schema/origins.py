"""Where a page comes from, as browsers tell it: scheme, host and port, nothing else.

Source: RFC 6454, the ASCII serialisation of an origin.
"""

import re
from typing import Final
from urllib.parse import urlsplit

_LABEL: Final = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_PORT: Final = "(?::([1-9][0-9]{0,4}))?"
_WEB: Final = re.compile(rf"https://(?:{_LABEL}\.){{0,20}}{_LABEL}{_PORT}")
_LOOPBACK: Final = re.compile(rf"http://(?:localhost|127\.0\.0\.1){_PORT}")
_HOST: Final = re.compile(rf"(?:{_LABEL}\.){{0,20}}{_LABEL}")
_LAST_PORT: Final = 65_535


def trusted(text: str) -> bool:
    """Tell whether a text is an origin that nobody else can speak for.

    It is one of the web that is reached by TLS, or of this machine alone; written as a browser
    writes it: in lower case, without the port that is meant anyway, without a star.

    Examples:
        >>> trusted("https://crm.example.org"), trusted("http://127.0.0.1:8000")
        (True, True)
        >>> [trusted(f"https://{each}") for each in ("*.example.org", "a.example/", "a:443", "a b")]
        [False, False, False, False]
    """
    if found := _WEB.fullmatch(text):
        return found[1] != "443" and int(found[1] or 1) <= _LAST_PORT
    if found := _LOOPBACK.fullmatch(text):
        return found[1] != "80" and int(found[1] or 1) <= _LAST_PORT
    return False


def of(address: str) -> str:
    """Give the origin of an address of the web; "" where it has none that a policy can name.

    Examples:
        >>> of("https://user:word@CRM.example:8443/hook?x=1"), of("http://пример.рф/")
        ('https://crm.example:8443', 'http://xn--e1afmkfd.xn--p1ai')
        >>> of("https://a;script-src *"), of("javascript:alert(1)"), of("https://a:b")
        ('', '', '')
    """
    try:
        found = urlsplit(address)
        host, port = (found.hostname or "").encode("idna").decode(), found.port
    except ValueError:
        return ""
    if found.scheme not in {"https", "http"} or not _HOST.fullmatch(host):
        return ""
    usual = {"https": 443, "http": 80}[found.scheme]
    return f"{found.scheme}://{host}" + (f":{port}" if port not in {None, usual} else "")
