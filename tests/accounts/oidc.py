"""A small OpenID Connect provider on loopback: discovery, authorisation, token (with PKCE), userinfo, keys. Real HTTP."""

import base64
import hashlib
import json
import secrets
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "netral", "rahasia-klien"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FOREIGN_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Service:
    """`person` is who signs in next: claims of their token. `key` signs; `amr` and the rest are claims like any other."""

    def __init__(self):
        self.person: dict = {}
        self.details: dict = {}
        self.key = KEY
        self.codes: dict[str, dict] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def discovery(self) -> dict:
        ends = {"authorization": "auth", "token": "token", "userinfo": "me"}
        return {
            "issuer": self.issuer,
            **{f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in ends.items()},
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict:
        known = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [{**known, "kid": "satu", "alg": "RS256", "use": "sig"}]}

    def authorise(self, asked: dict) -> str:
        """The person signed in there; the browser goes back with a code."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict) -> tuple[int, dict]:
        asked = self.codes.pop(sent.get("code", ""), None)
        if asked is None or (sent.get("client_id"), sent.get("client_secret")) != (CLIENT, SECRET):
            return 400, {"error": "invalid_grant"}
        proof = hashlib.sha256(sent["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(proof).decode().rstrip("=") != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, **self.person}
        signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "satu"})
        return 200, {"access_token": "akses", "token_type": "Bearer", "id_token": signed}

    def _handler(service):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                asked = urlsplit(self.path)
                if asked.path == "/auth":
                    self.send_response(302)
                    self.send_header("Location", service.authorise(dict(parse_qsl(asked.query))))
                    self.end_headers()
                    return
                pages = {
                    "/.well-known/openid-configuration": service.discovery,
                    "/keys": service.keys,
                    "/me": lambda: {"sub": service.person.get("sub"), **service.details},
                }
                self._answer(200, pages[asked.path]())

            def do_POST(self):
                length = int(self.headers["Content-Length"])
                sent = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
                self._answer(*service.token(sent))

            def _answer(self, status: int, body: dict) -> None:
                told = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)

            def log_message(self, *args):
                pass

        return Handler
