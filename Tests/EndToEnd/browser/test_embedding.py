"""The button on a shop of another origin, and the strict policy of our own pages."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from harness import VisavisServer
from playwright.sync_api import expect

from browser.screens import Agent, Customer, Screen, both_live

PAGES = ["/", "/login", "/visit", "/agent", "/examples/embed.html", "/examples/minimal.html"]

INJECT = """() => {
  const script = document.createElement("script");
  script.textContent = "window.injected = true";
  document.body.append(script);
  return window.injected ?? null;
}"""


class Shop(ThreadingHTTPServer):
    """A host site: one page with the button, and its own server that vouches for the customer who is signed in there."""

    daemon_threads = True

    def __init__(self, visavis: VisavisServer, customer: dict | None):
        super().__init__(("127.0.0.1", 0), ShopPage)
        self.visavis = visavis
        self.customer = customer
        self.key = visavis.api_key("shop")

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def page(self) -> str:
        identity = 'data-identity-url="/identity"' if self.customer else ""
        return f"""<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1><p id="here"></p>
          <script src="{self.visavis.url}/widget.js" data-entry-point="basket" data-use-case="sales" data-variant="b" data-target="#here" {identity}></script>"""

    def identity(self) -> str:
        request = urllib.request.Request(
            f"{self.visavis.url}/api/identities", json.dumps(self.customer).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {self.key}"})
        with urllib.request.urlopen(request) as response:
            return response.read().decode()


class ShopPage(BaseHTTPRequestHandler):
    server: Shop

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path == "/identity":
            self._answer("application/json", self.server.identity())
        elif path == "/basket":
            self._answer("text/html; charset=utf-8", self.server.page())
        else:
            self.send_error(404)

    def _answer(self, kind: str, text: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        # A host that is as strict as one can be: our script and nothing else from anywhere.
        self.send_header("Content-Security-Policy", f"default-src 'none'; script-src {self.server.visavis.url}; connect-src 'self'")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def open_shop(server: VisavisServer) -> Iterator:
    shops: list[Shop] = []

    def make(customer: dict | None) -> Shop:
        shop = Shop(server, customer)
        shops.append(shop)
        threading.Thread(target=shop.serve_forever, daemon=True).start()
        return shop

    yield make
    for shop in shops:
        shop.shutdown()
        shop.server_close()


def visit_from(shop: Shop, screen: Screen, room) -> Customer:
    """Clicks the shop's button and takes the window that opens."""
    screen.page.goto(shop.origin + "/basket?coupon=secret")
    with screen.context.expect_page() as opened:
        screen.page.get_by_role("button", name="Talk to an adviser").click()
    customer = Customer(screen.context, screen.server, page=opened.value)
    room.screens.append(customer)
    return customer


def test_the_agent_sees_whom_the_shop_vouches_for(open_shop, room, agent: Agent) -> None:
    shop = open_shop({"externalId": "C-1871", "name": "Ada Lovelace", "email": "ada@example.com", "cart": {"amount": 129900, "currency": "EUR"}})
    agent.sign_in().be_available()
    customer = visit_from(shop, room.screen(), room)
    customer.talk_now()
    agent.sees("Ada Lovelace")
    agent.sees("Verified by your site")
    agent.sees("€1,299.00")
    for text in ("ada@example.com", "C-1871", "basket", "Buy something"):
        expect(agent.page.locator("#customer").get_by_text(text).first).to_be_visible()
    page = agent.page.locator("#customer a")
    assert page.get_attribute("href") == shop.origin + "/basket", "the page without its query"
    agent.accept()
    both_live(agent, customer)


def test_a_visitor_whom_the_shop_does_not_know(open_shop, room, agent: Agent) -> None:
    agent.sign_in().be_available()
    customer = visit_from(open_shop(None), room.screen(), room)
    customer.page.get_by_label("Your name").fill("Somebody <b>else</b>")
    customer.talk_now()
    agent.sees("Somebody <b>else</b>")
    agent.sees("Not verified")


@pytest.mark.parametrize("path", PAGES)
def test_pages_keep_their_own_policy(room, path: str) -> None:
    screen = room.screen()
    if path == "/agent":
        Agent.sign_in(screen)
    else:
        screen.open(path)
    expect(screen.page.locator("main:not([hidden])")).to_be_visible()
    screen.page.wait_for_load_state("networkidle" if path != "/agent" else "load")
    policy = screen.page.request.get(screen.origin + path).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy.replace("unsafe-none", "")
    assert screen.page.evaluate(INJECT) is None, "a script that was put into the page did not run"
    screen.faults[:] = [fault for fault in screen.faults if "inline script" not in fault]


def test_the_ways_from_the_first_page(room) -> None:
    screen = room.screen()
    screen.open("/?lang=fr")
    screen.sees("Le serveur est prêt.")
    ways = [link.get_attribute("href") for link in screen.page.locator("main a").all()]
    assert ways == ["/visit?lang=fr", "/agent?lang=fr", "/examples/embed.html?lang=fr"]
    for way in ways:
        assert screen.page.request.get(screen.origin + way).ok, way
    screen.page.get_by_role("link", name="English").click()
    screen.sees("The server is ready.")
