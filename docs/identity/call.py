"""Calls Sundial's API. Usage: call.py <site>, a personal access token on stdin."""

import json
import sys
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

site = sys.argv[1]
token = sys.stdin.read().strip()


def query(procedure, given):
    """Returns the answer; its instants are text, such as 2027-03-01T09:00:00.000Z."""
    return send(f"{procedure}?input={quote(json.dumps({'json': given}))}")


def mutate(procedure, given, instants=()):
    """Instants are text in the input, and their paths are named."""
    body = {"json": given}
    if instants:
        body["meta"] = {"values": {path: ["Date"] for path in instants}}
    return send(procedure, json.dumps(body).encode())


def send(path, body=None):
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with urlopen(Request(f"{site}/api/trpc/{path}", body, headers)) as answer:
        return json.load(answer)["result"]["data"]["json"]


try:
    for mentor in query("mentor.list", {"sort": "earliest", "limit": 3})["items"]:
        print(mentor["name"], mentor["nextSlot"])
    me = mutate("account.update", {"timeZone": "Europe/Lisbon"})
    print(me["name"], "lives in", me["timeZone"])
except HTTPError as refusal:
    error = json.load(refusal)["error"]["json"]["data"]
    sys.exit(f"refused: {error['error']} ({error['code']})")
