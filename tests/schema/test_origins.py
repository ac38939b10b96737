import pytest

from scripts_kb.schema.origins import trusted


@pytest.mark.parametrize(
    "text",
    [
        "https://moya.amocrm.ru",
        "https://portal.bitrix24.ru",
        "https://crm.example:8443",
        "https://xn--e1afmkfd.xn--p1ai",
        "http://127.0.0.1:8000",
        "http://localhost",
    ],
)
def test_an_origin_of_the_web_or_of_this_machine(text):
    assert trusted(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "*",
        "null",
        "https://",
        "https://*",
        "https://*.amocrm.ru",
        "http://moya.amocrm.ru",
        "https://moya.amocrm.ru/",
        "https://moya.amocrm.ru/leads",
        "https://moya.amocrm.ru?a",
        "https://user@moya.amocrm.ru",
        "https://MOYA.amocrm.ru",
        "https://пример.рф",
        "https://a.example:443",
        "https://a.example:0",
        "https://a.example:65536",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "http://127.0.0.1@evil.example",
        "https://a.example https://b.example",
        "https://a.example\n",
        "https://a..example",
        "https://-a.example",
        "javascript:alert(1)",
        "file:///",
    ],
)
def test_nothing_else_is_one(text):
    assert not trusted(text)
