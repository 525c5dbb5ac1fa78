"""A service that trusts Sundial's tokens. Usage: verify.py <site> <audience>, the token on stdin."""

import sys

import jwt

site, audience = sys.argv[1:3]

# Fetched when a token names a key it does not have, and kept.
keys = jwt.PyJWKClient(f"{site}/.well-known/jwks.json")


def verify(token):
    """The claims of a good token; raises for every other."""
    if jwt.get_unverified_header(token).get("typ") != "at+jwt":
        raise jwt.InvalidTokenError("not an access token")
    claims = jwt.decode(
        token,
        keys.get_signing_key_from_jwt(token).key,
        algorithms=["RS256"],  # Never what the token asks for.
        issuer=site,
        # Your own name, or the one that all services share: a token for anyone else is not for you.
        audience=audience,
        leeway=30,
        options={"require": ["sub", "role", "status", "scope", "sid", "iat", "exp", "jti"]},
    )
    if claims["aud"] != audience:
        raise jwt.InvalidAudienceError("made for others too")
    if claims["status"] == "suspended":
        raise jwt.InvalidTokenError("suspended")
    return claims


try:
    person = verify(sys.stdin.read().strip())
    print(person["sub"], person["role"], person["scope"])
except jwt.PyJWTError as error:
    sys.exit(f"refused: {error}")
