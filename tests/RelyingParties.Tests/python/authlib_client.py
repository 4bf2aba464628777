"""The flows of Authlib's client for Requests, as its documentation shows them."""
import json
import os
import sys

try:
    import requests
    from authlib.common.security import generate_token
    from authlib.integrations.base_client import OAuthError
    from authlib.integrations.requests_client import OAuth2Session
    from authlib.jose import JsonWebKey, JsonWebToken
    from authlib.oidc.core import CodeIDToken
except ImportError as missing:
    sys.exit(f"{missing}. Run scripts/find-relying-parties, which installs it.")

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # http, on this machine


def say(**message):
    print(json.dumps(message), flush=True)


def hear():
    return json.loads(sys.stdin.readline())


def visit(address, until):
    """Sends the user's browser somewhere; the address that it came to."""
    say(visit=address, until=until)
    return hear()["address"]


def discover(issuer):
    answer = requests.get(issuer + "/.well-known/openid-configuration", timeout=10)
    answer.raise_for_status()
    return answer.json()


def validate(token, provider, **options):
    """The claims of a JWT, after its signature, times and issuer were checked."""
    keys = JsonWebKey.import_key_set(requests.get(provider["jwks_uri"], timeout=10).json())
    required = {"iss": {"essential": True, "value": provider["issuer"]}}
    claims = JsonWebToken(["ES256"]).decode(token, keys, claims_options=required, **options)
    claims.validate()
    return claims


def code(settings):
    provider = discover(settings["issuer"])
    session = OAuth2Session(
        settings["client_id"],
        settings["client_secret"],
        scope=settings["scope"],
        redirect_uri=settings["redirect_uri"],
        code_challenge_method="S256",
        token_endpoint=provider["token_endpoint"],
    )
    verifier, nonce = generate_token(48), generate_token(20)
    url, state = session.create_authorization_url(provider["authorization_endpoint"], code_verifier=verifier, nonce=nonce)
    address = visit(url, settings["redirect_uri"])
    token = session.fetch_token(authorization_response=address, state=state, code_verifier=verifier)
    identity = validate(
        token["id_token"],
        provider,
        claims_cls=CodeIDToken,
        claims_params={"nonce": nonce, "client_id": settings["client_id"], "access_token": token["access_token"]},
    )
    access = validate(token["access_token"], provider)
    userinfo = session.get(provider["userinfo_endpoint"]).json()

    refreshed = session.refresh_token(provider["token_endpoint"])
    introspected = session.introspect_token(provider["introspection_endpoint"], token=refreshed["access_token"]).json()
    revoked = session.revoke_token(provider["revocation_endpoint"], token=refreshed["refresh_token"])
    try:
        session.refresh_token(provider["token_endpoint"], refresh_token=refreshed["refresh_token"])
        refused = None
    except OAuthError as error:
        refused = error.error
    return {
        "identity": identity,
        "access": access,
        "access_type": access.header["typ"],
        "userinfo": userinfo,
        "another_access_token": refreshed["access_token"] != token["access_token"],
        "active": introspected["active"],
        "revoked": revoked.status_code,
        "refused": refused,
    }


def client_credentials(settings):
    provider = discover(settings["issuer"])
    session = OAuth2Session(settings["client_id"], settings["client_secret"], scope=settings["scope"])
    token = session.fetch_token(provider["token_endpoint"], grant_type="client_credentials")
    access = validate(token["access_token"], provider)
    users = session.get(settings["issuer"] + "/v1/users")
    return {"scope": token["scope"], "access": access, "status": users.status_code}


say(result={"code": code, "client-credentials": client_credentials}[sys.argv[1]](hear()))
