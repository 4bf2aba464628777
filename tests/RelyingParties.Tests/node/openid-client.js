// The flows of openid-client 6, as its documentation shows them.
import * as client from 'openid-client';
import { refusal, run, visit } from './conversation.js';

const insecure = { execute: [client.allowInsecureRequests] };

async function configure({ issuer, client_id, client_secret, private_key }) {
    const authentication = private_key
        ? client.PrivateKeyJwt({ key: await importKey(private_key), kid: private_key.kid })
        : client.ClientSecretPost(client_secret);
    const config = await client.discovery(new URL(issuer), client_id, undefined, authentication, insecure);
    // Without it the signatures of ID tokens that come straight from the token endpoint are not looked at.
    client.enableNonRepudiationChecks(config);
    return config;
}

function importKey(jwk) {
    return crypto.subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
}

async function signIn(config, { redirect_uri, scope }, buildUrl = client.buildAuthorizationUrl) {
    const verifier = client.randomPKCECodeVerifier();
    const checks = { pkceCodeVerifier: verifier, expectedState: client.randomState(), expectedNonce: client.randomNonce(), idTokenExpected: true };
    const url = await buildUrl(config, {
        redirect_uri,
        scope,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state: checks.expectedState,
        nonce: checks.expectedNonce,
    });
    const { address, filled } = await visit(url, redirect_uri);
    return { url, filled, tokens: await client.authorizationCodeGrant(config, new URL(address), checks) };
}

/** Everything a web application does: sign in, ask who it is, refresh, introspect, revoke. */
async function code(settings) {
    const config = await configure(settings);
    const { tokens, filled } = await signIn(config, settings);
    const claims = tokens.claims();
    const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token);
    const introspected = await client.tokenIntrospection(config, refreshed.access_token);
    await client.tokenRevocation(config, refreshed.refresh_token);
    const refused = await refusal(() => client.refreshTokenGrant(config, refreshed.refresh_token));
    return {
        filled,
        claims,
        userinfo,
        scope: tokens.scope,
        another_access_token: refreshed.access_token !== tokens.access_token,
        introspected,
        refused: refused.error,
        introspected_after: await client.tokenIntrospection(config, refreshed.access_token),
    };
}

/** Signs in, signs out at the provider, and finds that nobody is signed in there. */
async function logout(settings) {
    const config = await configure(settings);
    const { tokens } = await signIn(config, settings);
    const again = await signIn(config, settings);
    const url = client.buildEndSessionUrl(config, {
        post_logout_redirect_uri: settings.post_logout_redirect_uri,
        id_token_hint: tokens.id_token,
        state: 'back',
    });
    const { address } = await visit(url, settings.post_logout_redirect_uri);
    const silent = (config, parameters) => client.buildAuthorizationUrl(config, { ...parameters, prompt: 'none' });
    const refused = await refusal(() => signIn(config, settings, silent));
    return { filled_again: again.filled, came_to: address, refused: refused.error };
}

/** Pushes the request before the browser sees any of it. */
async function par(settings) {
    const config = await configure(settings);
    const { url, tokens } = await signIn(config, settings, client.buildAuthorizationUrlWithPAR);
    return { parameters: [...url.searchParams.keys()], claims: tokens.claims() };
}

/** A service on its own account calls the API. */
async function clientCredentials(settings) {
    const config = await configure(settings);
    const tokens = await client.clientCredentialsGrant(config, { scope: settings.scope });
    const { issuer } = config.serverMetadata();
    const users = await client.fetchProtectedResource(config, tokens.access_token, new URL('/v1/users', issuer), 'GET');
    return { scope: tokens.scope, refresh_token: tokens.refresh_token, status: users.status };
}

/** A television: the user types a short code elsewhere. */
async function device(settings) {
    const config = await configure(settings);
    const started = await client.initiateDeviceAuthorization(config, { scope: settings.scope });
    const tokens = client.pollDeviceAuthorizationGrant(config, started);
    const { filled } = await visit(started.verification_uri, undefined, { user_code: started.user_code });
    return { filled, complete: started.verification_uri_complete, claims: (await tokens).claims() };
}

await run({ code, logout, par, 'client-credentials': clientCredentials, device });
