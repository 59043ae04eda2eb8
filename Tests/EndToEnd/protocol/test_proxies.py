"""Behind a proxy the client's address is the one the proxy tells; from anybody else it is only words.

Seen through the limit of new visitors by address. A window of that limit is one minute, and a test may run across its end: twice the limit
and two more are refused at least once all the same.
"""

import pytest

from harness import Web

LIMIT = 3
TRIES = 2 * LIMIT + 2


@pytest.fixture
def server(make_server):
    return make_server({
        "VISAVIS_TRUSTED_PROXIES": "127.0.0.5, 10.0.0.0/8", "VISAVIS_LIMIT_VISITORS_PER_MINUTE_PER_ADDRESS": str(LIMIT)})


async def _refusals(server, address, fields):
    async with Web(server, address=address) as browser:
        answers = [await browser.post("/api/visitor", headers=field) for field in fields]
    return sum(answer.status_code == 429 for answer in answers)


async def test_a_trusted_proxy_names_its_clients(server):
    assert await _refusals(server, "127.0.0.5", [{"X-Forwarded-For": f"203.0.113.{number}"} for number in range(TRIES)]) == 0
    assert await _refusals(server, "127.0.0.5", [{"X-Forwarded-For": "203.0.113.200"}] * TRIES) > 0


async def test_others_cannot_choose_their_address(server):
    assert await _refusals(server, "127.0.0.6", [{"X-Forwarded-For": f"203.0.113.{number}"} for number in range(TRIES)]) > 0
    fields = [{name: f"203.0.113.{number}"} for number, name in enumerate(["Forwarded", "X-Real-IP", "X-Client-IP", "True-Client-IP"] * 2)]
    assert await _refusals(server, "127.0.0.7", fields) > 0


async def test_what_the_client_wrote_itself_is_not_believed(server):
    """A proxy appends: only the right-most address that is no proxy's counts."""
    fields = [{"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.9, 10.1.1.1"} for number in range(TRIES)]
    assert await _refusals(server, "127.0.0.5", fields) > 0
    assert await _refusals(server, "127.0.0.5", [{"X-Forwarded-For": "198.51.100.7, 203.0.113.10"}]) == 0


async def test_rubbish_in_the_field_is_the_proxys_own_address(server):
    rubbish = ["", "unknown", "_hidden", "999.1.1.1", "<script>", "a" * 500, "203.0.113.", "::ffff"]
    assert await _refusals(server, "127.0.0.5", [{"X-Forwarded-For": value} for value in rubbish]) > 0


async def test_the_proxy_tells_whether_the_way_to_it_is_encrypted(server):
    async with Web(server, address="127.0.0.5") as proxied, Web(server, address="127.0.0.6") as direct:
        assert "; Secure" in (await proxied.post("/api/visitor", headers={"X-Forwarded-Proto": "https"})).headers["set-cookie"]
        assert "; Secure" not in (await direct.post("/api/visitor", headers={"X-Forwarded-Proto": "https"})).headers["set-cookie"]
