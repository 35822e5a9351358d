"""Limits on rate, by session and by address; whose page may talk."""

from __future__ import annotations

import asyncio
import logging
import tracemalloc

import pytest
from throttled.asyncio import rate_limiter

from bot.channels.web.addresses import Addresses, address_key
from bot.channels.web.errors import RefusedError
from bot.channels.web.origins import Origins
from bot.channels.web.rates import QUOTAS, Rates
from tests.channels.requests import made


async def flood(rates: Rates, what: str, who: str, times: int) -> list[RefusedError]:
    refusals = []
    for _ in range(times):
        try:
            await rates.count(what, who)
        except RefusedError as error:
            refusals.append(error)
    return refusals


@pytest.mark.parametrize("what", QUOTAS)
async def test_a_flood_is_refused_and_disturbs_nobody_else(what: str) -> None:
    rates = Rates.of()
    burst = QUOTAS[what].burst
    refusals = await flood(rates, what, "one", burst * 2 + 5)
    assert len(refusals) >= burst
    for refused in refusals:
        assert (refused.status, refused.code) == (429, "too_many")
        told = int(refused.response({}).headers["Retry-After"])
        assert 1 <= told <= 120
    assert not await flood(rates, what, "another", 5)


async def test_whoever_waits_as_told_is_let_in_again() -> None:
    rates = Rates.of({"messages": rate_limiter.per_sec(20, burst=2)})
    (*_, last) = await flood(rates, "messages", "one", 10)
    assert last.retry_after is not None
    await asyncio.sleep(last.retry_after + 0.02)
    assert not await flood(rates, "messages", "one", 1)


async def test_memory_stays_flat_however_many_addresses_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.web.rates.MOST_KEYS", 1_000)
    rates = Rates.of({"requests_of_address": QUOTAS["requests_of_address"]})
    sizes = []
    tracemalloc.start()
    for number in range(20_000):
        await rates.count("requests_of_address", f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
        if number % 2_000 == 1_999:
            sizes.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert sizes[-1] < 1.2 * sizes[0]


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7:4711", "192.0.2.7"),
        (" 192.0.2.7 ", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("[::ffff:192.0.2.7]:80", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]:4711", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("unknown", "unknown"),
        ("_hidden", "unknown"),
        ("999.1.1.1", "unknown"),
        ("1.2.3.4, 5.6.7.8", "unknown"),
        ("\udcff", "unknown"),
        ("x" * 10_000, "unknown"),
    ],
)
def test_what_counts_as_one_address(address: str, key: str) -> None:
    assert address_key(address) == key


def test_a_proxy_that_nobody_told_of_is_named_once(caplog: pytest.LogCaptureFixture) -> None:
    through = made(headers={"x-forwarded-for": "192.0.2.7"})
    with caplog.at_level(logging.WARNING):
        silent = Addresses(1)
        silent.key(through)
        assert not caplog.records
        warned = Addresses(0)
        for _ in range(3):
            warned.key(through)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "SOLEWISE_PROXIES" in caplog.text
    assert "192.0.2.7" not in caplog.text


def test_origins_that_may_talk() -> None:
    origins = Origins(["https://shop.example"])
    allowed = origins.headers(made(headers={"origin": "https://shop.example"}))
    assert allowed["Access-Control-Allow-Origin"] == "https://shop.example"
    assert allowed["Vary"] == "Origin"
    assert "Access-Control-Allow-Credentials" not in allowed
    own = origins.headers(made(headers={"origin": "https://bot.example"}))
    assert own == {"Vary": "Origin"} == origins.headers(made())
    asked = origins.preflight(made(headers={"origin": "https://shop.example"}))
    assert "Authorization" in asked["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://shop.example",
        "https://shop.example:8443",
        "https://shop.example.evil.example",
        "https://evil-shop.example",
        "https://shop.example/",
        "https://SHOP.example ",
        "null",
        "",
        "*",
        "file://",
        "https://[",
        "https://bot.example:1",
        "https://x@bot.example",
        "\udcff",
    ],
)
def test_other_origins_may_not(origin: str) -> None:
    origins = Origins(["https://shop.example"])
    for ask in (origins.headers, origins.preflight):
        with pytest.raises(RefusedError) as caught:
            ask(made(headers={"origin": origin}))
        assert (caught.value.status, caught.value.code) == (403, "origin")
