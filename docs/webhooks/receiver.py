"""A receiver of Sundial's webhooks. Usage: WEBHOOK_SECRET=whsec_… receiver.py [port]"""

import base64
import hashlib
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

key = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))

# What has been handled. Keep it in your database, for at least a day.
handled = set()


def verify(headers, body):
    """Returns the message, and raises ValueError unless Sundial sent it in the last five minutes."""
    message_id, sent_at = headers["webhook-id"] or "", headers["webhook-timestamp"] or ""
    if abs(time.time() - int(sent_at)) > 300:
        raise ValueError("too old")
    # The body as it was sent: parsing it and writing it again would change the signature.
    signed = f"{message_id}.{sent_at}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    # Two signatures while the secret is being replaced.
    for signature in (headers["webhook-signature"] or "").split(" "):
        if hmac.compare_digest(signature, f"v1,{expected}"):
            return json.loads(body)
    raise ValueError("wrong signature")


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        try:
            message = verify(self.headers, body)
        except (ValueError, TypeError):
            print("rejected", flush=True)
            self.send_error(400)
            return
        # A message may arrive more than once, each time with the same ID.
        message_id = self.headers["webhook-id"]
        if message_id in handled:
            print("again", message_id, flush=True)
        else:
            print("received", message_id, json.dumps(message), flush=True)
        handled.add(message_id)
        # Anything but 2xx makes Sundial try again later.
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args):
        """Standard error stays quiet."""


server = ThreadingHTTPServer(("127.0.0.1", int((sys.argv[1:] or ["8080"])[0])), Receiver)
print("listening", json.dumps({"port": server.server_port}), flush=True)
server.serve_forever()
