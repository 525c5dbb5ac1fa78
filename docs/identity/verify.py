"""A service that trusts Sundial's tokens. Usage: verify.py <site> <audience>, the token on stdin."""

import sys

import jwt

site, audience = sys.argv[1:3]

# Cached, and fetched again when a token names a key that isn't in the set.
keys = jwt.PyJWKClient(f"{site}/.well-known/jwks.json")


def verify(token):
    """Returns the claims of a valid token and raises for any other."""
    if jwt.get_unverified_header(token).get("typ") != "at+jwt":
        raise jwt.InvalidTokenError("not an access token")
    claims = jwt.decode(
        token,
        keys.get_signing_key_from_jwt(token).key,
        algorithms=["RS256"],  # Never the algorithm that the token names.
        issuer=site,
        # Your own name, or the audience all services share. Reject tokens for anyone else.
        audience=audience,
        leeway=30,
        options={"require": ["sub", "role", "status", "scope", "sid", "iat", "exp", "jti"]},
    )
    if claims["aud"] != audience:
        raise jwt.InvalidAudienceError("also meant for others")
    if claims["status"] == "suspended":
        raise jwt.InvalidTokenError("suspended")
    return claims


try:
    person = verify(sys.stdin.read().strip())
    print(person["sub"], person["role"], person["scope"])
except jwt.PyJWTError as error:
    sys.exit(f"refused: {error}")
