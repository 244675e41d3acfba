"""A list is fetched whole, or not at all, and from nowhere that it should not be."""

from collections.abc import Iterator

import pytest

from routing.directory.fetching import Fetched, Limits, NotFetched, Version, fetch
from tests.directory.publisher import PATH, Publisher, publishing, table

NONE = Version()
MARCH = "Tue, 04 Mar 2025 09:00:00 GMT"


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as found:
        yield found


def fetched(publisher: Publisher, before: Version = NONE, **limits: float) -> Fetched:
    found = fetch(publisher.url, before, Limits(**limits))  # type: ignore[arg-type]
    assert found is not None
    return found


@pytest.mark.parametrize("zipped", [False, True])
def test_a_list_comes_with_its_name_and_its_version(publisher: Publisher, zipped: bool) -> None:
    publisher.says(content=table(5000), zipped=zipped, headers={"ETag": '"one"', "Last-Modified": MARCH})
    assert fetched(publisher) == Fetched(PATH[1:], table(5000), Version('"one"', MARCH))
    assert "if-none-match" not in publisher.asked[0]


def test_what_is_as_it_was_is_not_fetched_again(publisher: Publisher) -> None:
    publisher.says(headers={"ETag": '"one"'})
    assert fetch(publisher.url, Version('"one"', MARCH)) is None
    assert (publisher.asked[0]["if-none-match"], publisher.asked[0]["if-modified-since"]) == ('"one"', MARCH)
    assert fetched(publisher, Version('"older"')).version == Version('"one"')


@pytest.mark.parametrize("status", [201, 204, 206, 304, 400, 404, 429, 500, 503])
def test_any_other_status_is_no_list(publisher: Publisher, status: int) -> None:
    with pytest.raises(NotFetched, match=str(status)):
        fetch(publisher.says(status=status).url, NONE)


@pytest.mark.parametrize("zipped", [False, True])
def test_half_a_body_is_no_list(publisher: Publisher, zipped: bool) -> None:
    with pytest.raises(NotFetched, match="as it should"):
        fetch(publisher.says(content=table(5000), zipped=zipped, cut_at=2000).url, NONE)


def test_what_is_too_large_is_left_there_also_when_it_only_unpacks_to_so_much(publisher: Publisher) -> None:
    publisher.says(content=b" " * 20_000_000, zipped=True)
    with pytest.raises(NotFetched, match="larger than 1 MB"):
        fetch(publisher.url, NONE, Limits(size=1024 * 1024))


def test_a_server_that_sends_a_little_now_and_then_does_not_keep_us(publisher: Publisher) -> None:
    with pytest.raises(NotFetched, match="too long"):
        fetch(publisher.says(pause_s=0.05).url, NONE, Limits(seconds=0.1))


def test_nobody_there_is_told_without_an_address(publisher: Publisher) -> None:
    with pytest.raises(NotFetched) as told:
        fetch("http://localhost:1/secret-token.csv", NONE)
    assert "secret-token" not in str(told.value)


def test_a_redirect_is_followed_but_not_for_ever(publisher: Publisher) -> None:
    publisher.says(status=302, headers={"Location": "/elsewhere.csv"})
    with pytest.raises(NotFetched, match="again and again"):
        fetch(publisher.url, NONE)
    assert [asked["path"] for asked in publisher.asked] == [PATH, *["/elsewhere.csv"] * 3]


PRIVATE = "nothing is fetched from"


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("http://93.184.216.34/list.csv", PRIVATE),  # to elsewhere, and not over https
        ("https://10.0.0.1/list.csv", PRIVATE),
        ("https://169.254.169.254/latest/meta-data", PRIVATE),
        ("https://[fd00::1]/list.csv", PRIVATE),
        ("https://[::ffff:10.0.0.1]/list.csv", PRIVATE),
        ("https://0.0.0.0/list.csv", PRIVATE),
        ("https://224.0.0.1/list.csv", PRIVATE),
        ("https://ana@93.184.216.34/list.csv", PRIVATE),
        ("ftp://localhost/list.csv", "not found|" + PRIVATE),
        ("file:///etc/passwd", "not found|" + PRIVATE),
        ("http://[", "not found|as it should"),
        ("https://no-such-host.invalid/", "not found"),
    ],
)
def test_nobody_leads_us_where_no_list_is_fetched_from(publisher: Publisher, to: str, why: str) -> None:
    publisher.says(status=302, headers={"Location": to})
    with pytest.raises(NotFetched, match=why):
        fetch(publisher.url, NONE)
    assert len(publisher.asked) == 1


@pytest.mark.parametrize("url", ["https://10.0.0.1/l.csv", "http://93.184.216.34/l.csv", "https://192.168.0.1/l.csv"])
def test_an_address_is_judged_before_anybody_is_asked(url: str) -> None:
    with pytest.raises(NotFetched, match=PRIVATE):
        fetch(url, NONE)


def test_a_proxy_that_the_environment_names_is_not_asked(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    assert fetched(publisher).content == table(10)
    assert publisher.asked[0]["host"].startswith("localhost:")
