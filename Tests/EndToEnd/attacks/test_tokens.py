"""Forged, stolen and stale tokens."""

import json

import pytest
import websockets
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from harness import Web, refused
from harness.tokens import claims, encoded, hs256, signaling_key, signing_input


@pytest.fixture
async def token(server):
    async with Web(server) as browser:
        await browser.sign_in("agent1")
        return await browser.token()


async def _refusal(server, cast, token):
    stranger = await cast.stranger(server)
    code = await refused(stranger.hello(token))
    await stranger.closed()
    return code


async def test_no_algorithm(server, cast, token):
    for algorithm in ("none", "None", "NONE", "nOnE", ""):
        text = signing_input({"alg": algorithm, "typ": "JWT"}, claims(token))
        for signature in ("", token.split(".")[2]):
            assert await _refusal(server, cast, f"{text}.{signature}") == "not_authenticated"


async def test_another_key(server, cast, token):
    for key in (b"", b"\x00" * 32, b"secret", (server.data / "server.key").read_bytes()):
        assert await _refusal(server, cast, hs256(claims(token), key)) == "not_authenticated"


async def test_confusion_of_algorithms(server, cast, token):
    key = rsa.generate_private_key(65_537, 2_048)
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    text = signing_input({"alg": "RS256", "typ": "JWT"}, claims(token))
    signature = key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    assert await _refusal(server, cast, f"{text}.{encoded(signature)}") == "not_authenticated"
    assert await _refusal(server, cast, hs256(claims(token), public)) == "not_authenticated"
    for header in ({"alg": "HS512"}, {"alg": "HS256", "jwk": {"kty": "oct", "k": encoded(b"mine")}},
                   {"alg": "HS256", "kid": "../../../../dev/null"}, {"alg": "HS256", "jku": "http://127.0.0.1/keys"}, {"typ": "JWT"}):
        assert await _refusal(server, cast, hs256(claims(token), b"mine", header)) == "not_authenticated"


async def test_the_honest_key_is_the_one_these_tests_derive(server, cast, token):
    """Otherwise the next tests would be refused for the wrong reason."""
    payload = claims(token) | {"jti": "another"}
    await (await cast.stranger(server)).hello(hs256(payload, signaling_key(server.data)))


async def test_another_audience(server, cast, token):
    key = signaling_key(server.data)
    for audience in ("visavis.identity", "", "visavis", "visavis.signaling.", ["visavis.signaling", "other"], None):
        assert await _refusal(server, cast, hs256(claims(token) | {"aud": audience, "jti": f"{audience}"}, key)) == "not_authenticated"


async def test_an_identity_is_no_token_and_a_token_no_identity(server, cast, token):
    async with Web(server) as host:
        answer = await host.post("/api/identities", {"externalId": "x"}, {"Authorization": f"Bearer {server.api_key()}"})
        assert await _refusal(server, cast, answer.json()["identity"]) == "not_authenticated"
        assert (await host.post("/api/visitor", {"identity": token})).status_code == 401


async def test_out_of_time(server, cast, token):
    key = signaling_key(server.data)
    payload = claims(token)
    assert payload["exp"] - payload["iat"] == 300
    for change in ({"exp": payload["iat"] - 1}, {"exp": 0}, {"exp": payload["iat"]}, {"run": "another process"}):
        assert await _refusal(server, cast, hs256(payload | change | {"jti": str(change)}, key)) == "token_expired"
    for change in ({"exp": 2**80}, {"exp": "9999999999"}, {"exp": None}, {"jti": None}):
        assert await _refusal(server, cast, hs256({**payload, "jti": str(change), **change}, key)) == "not_authenticated"


async def test_used_before(server, cast, token):
    await (await cast.stranger(server)).hello(token)
    assert await _refusal(server, cast, token) == "token_replayed"
    # Written another way it is still the same token.
    key = signaling_key(server.data)
    assert await _refusal(server, cast, hs256(claims(token) | {"exp": claims(token)["exp"] - 1}, key)) == "token_replayed"


async def test_used_before_a_restart(server, cast, token):
    await (await cast.stranger(server)).hello(token)
    server.kill()
    server.start()
    assert await _refusal(server, cast, token) in ("token_expired", "token_replayed")


async def test_a_role_raised_in_the_payload(server, cast, token):
    head, _, signature = token.split(".")
    payload = claims(token)
    raised = encoded(json.dumps(payload).replace('"agent"', '"admin"').encode())
    assert await _refusal(server, cast, f"{head}.{raised}.{signature}") == "not_authenticated"


async def test_a_visitor_who_says_to_be_an_agent(server, cast, token):
    async with Web(server) as browser:
        visitor = (await browser.visitor())["token"]
    head, _, signature = visitor.split(".")
    assert await _refusal(server, cast, f"{head}.{token.split('.')[1]}.{signature}") == "not_authenticated"
    # Words in hello beside the token change nothing.
    stranger = await cast.stranger(server)
    welcome = await stranger.request("hello", {"token": visitor, "principal": {"kind": "account", "role": "admin"}, "role": "admin"})
    assert welcome["principal"]["kind"] == "customer"


async def test_a_token_in_the_url_is_not_read(server, cast, token):
    for path in (f"?token={token}", f"?access_token={token}"):
        with pytest.raises(websockets.InvalidStatus) as refusal:
            await cast.stranger(server, path=path)
        assert refusal.value.response.status_code == 400
    assert token not in server.log
    # It was not used up either.
    await (await cast.stranger(server)).hello(token)


async def test_rubbish(server, cast):
    for text in ("", ".", "..", "...", "a.b.c", "e30.e30.e30", "\u0000", "é" * 100, "x" * 60_000, "." * 1_000):
        assert await _refusal(server, cast, text) == "not_authenticated"
    stranger = await cast.stranger(server)
    assert await refused(stranger.request("hello", {"token": 5})) == "bad_request"


async def test_guessed_resume_secrets(server, cast):
    customer = await cast.visitor(server)
    word = customer.resume_word
    await customer.drop()
    right = word["secret"]
    for secret in ("", right[:-1], right + "0", right[:-1] + ("0" if right[-1] != "0" else "1"), right[::-1], "0" * len(right)):
        stranger = await cast.stranger(server)
        assert await refused(stranger.hello(resume=word | {"secret": secret})) == "resume_failed"
    for sid in ("", "0" * 32, "x", word["sid"][:-1]):
        stranger = await cast.stranger(server)
        assert await refused(stranger.hello(resume=word | {"sid": sid})) == "resume_failed"
    back = await cast.stranger(server)
    assert (await back.hello(resume=word))["resumed"]
