// The flows of oauth4webapi 3, which leaves no check to chance: every answer is validated in a step of its own.
import * as oauth from 'oauth4webapi';
import { refusal, run, visit } from './conversation.js';

const insecure = { [oauth.allowInsecureRequests]: true };

async function discover({ issuer }, algorithm) {
    const response = await oauth.discoveryRequest(new URL(issuer), { ...insecure, algorithm });
    return oauth.processDiscoveryResponse(new URL(issuer), response);
}

async function authentication({ client_secret, private_key }, options) {
    if (!private_key) return oauth.ClientSecretBasic(client_secret);
    const key = await crypto.subtle.importKey('jwk', private_key, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
    return oauth.PrivateKeyJwt({ key, kid: private_key.kid }, options);
}

async function authorize(as, { client_id, redirect_uri, scope }, answers) {
    const [verifier, state, nonce] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState(), oauth.generateRandomNonce()];
    const url = new URL(as.authorization_endpoint);
    for (const [name, value] of Object.entries({
        client_id,
        redirect_uri,
        scope,
        state,
        nonce,
        response_type: 'code',
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
    })) url.searchParams.set(name, value);
    const { address } = await visit(url, redirect_uri, answers);
    return { address: new URL(address), verifier, state, nonce };
}

/** Signs in, has every signature checked, calls an API that checks the access token by RFC 9068, and refreshes. */
async function code(settings) {
    const as = await discover(settings);
    const client = { client_id: settings.client_id };
    const credentials = await authentication(settings);
    const { address, verifier, state, nonce } = await authorize(as, settings);
    const parameters = oauth.validateAuthResponse(as, client, address, state);
    const response = await oauth.authorizationCodeGrantRequest(
        as, client, credentials, parameters, settings.redirect_uri, verifier, insecure);
    const tokens = await oauth.processAuthorizationCodeResponse(as, client, response, { expectedNonce: nonce, requireIdToken: true });
    await oauth.validateApplicationLevelSignature(as, response, insecure);
    const claims = oauth.getValidatedIdTokenClaims(tokens);
    return {
        iss: parameters.get('iss'),
        claims,
        userinfo: await userinfo(as, client, tokens.access_token, claims.sub),
        access_token: await callApi(as, tokens.access_token),
        refreshed: await refresh(as, client, credentials, tokens.refresh_token),
    };
}

async function userinfo(as, client, token, subject) {
    const response = await oauth.userInfoRequest(as, client, token, insecure);
    return oauth.processUserInfoResponse(as, client, subject, response);
}

async function callApi(as, token) {
    const request = new Request('http://api.example/things', { headers: { authorization: `Bearer ${token}` } });
    return oauth.validateJwtAccessToken(as, request, as.issuer, insecure);
}

async function refresh(as, client, credentials, token) {
    const response = await oauth.refreshTokenGrantRequest(as, client, credentials, token, insecure);
    const refreshed = await oauth.processRefreshTokenResponse(as, client, response);
    const old = await oauth.refreshTokenGrantRequest(as, client, credentials, refreshed.refresh_token, {
        ...insecure,
        additionalParameters: { scope: 'openid' },
    });
    const narrowed = await oauth.processRefreshTokenResponse(as, client, old);
    return { scope: refreshed.scope, narrowed_to: narrowed.scope };
}

/** A user who says no. */
async function deny(settings) {
    const as = await discover(settings);
    const { address, state } = await authorize(as, settings, { decision: 'deny' });
    const refused = await refusal(() => oauth.validateAuthResponse(as, { client_id: settings.client_id }, address, state));
    return { error: refused.error, iss: refused.cause?.get('iss') };
}

/** An answer that another provider's address was put into, and the document of plain OAuth beside that of OpenID Connect. */
async function mixUp(settings) {
    const as = await discover(settings, 'oauth2');
    const { address, state } = await authorize(as, settings);
    address.searchParams.set('iss', 'https://attacker.example');
    const refused = await refusal(() => oauth.validateAuthResponse(as, { client_id: settings.client_id }, address, state));
    return { promised: as.authorization_response_iss_parameter_supported, refused: refused.message };
}

async function clientCredentials(settings) {
    const as = await discover(settings);
    const client = { client_id: settings.client_id };
    const credentials = await authentication(settings);
    const request = await oauth.clientCredentialsGrantRequest(as, client, credentials, { scope: settings.scope }, insecure);
    const tokens = await oauth.processClientCredentialsResponse(as, client, request);
    const introspected = await oauth.introspectionRequest(as, client, credentials, tokens.access_token, insecure);
    const before = await oauth.processIntrospectionResponse(as, client, introspected);
    await oauth.processRevocationResponse(await oauth.revocationRequest(as, client, credentials, tokens.access_token, insecure));
    const again = await oauth.introspectionRequest(as, client, credentials, tokens.access_token, insecure);
    const after = await oauth.processIntrospectionResponse(as, client, again);
    return { scope: tokens.scope, active: before.active, active_after_revocation: after.active };
}

/** What the token endpoint answers to assertions that say different things of what they are. */
async function assertionTypes(settings) {
    const as = await discover(settings);
    const client = { client_id: settings.client_id };
    const statuses = {};
    for (const type of ['JWT', 'client-authentication+jwt', 'at+jwt']) {
        const credentials = await authentication(settings, { [oauth.modifyAssertion]: (header) => { header.typ = type; } });
        const response = await oauth.clientCredentialsGrantRequest(as, client, credentials, { scope: settings.scope }, insecure);
        statuses[type] = response.status;
    }
    return statuses;
}

await run({ 'assertion-types': assertionTypes, code, deny, 'mix-up': mixUp, 'client-credentials': clientCredentials });
