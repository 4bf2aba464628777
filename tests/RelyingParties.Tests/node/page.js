// An application that lives in the browser, on oidc-client-ts as it is published.
const show = (state, user) => {
    document.getElementById('state').textContent = state;
    document.getElementById('user').textContent = user ? JSON.stringify(user.profile) : '';
};

const on = (button, action) => document.getElementById(button).addEventListener('click', () => action().catch(fail));
const fail = (error) => show(`failed: ${error.message}`);

async function start() {
    const settings = await (await fetch('/settings.json')).json();
    const manager = new oidc.UserManager({
        ...settings,
        redirect_uri: `${location.origin}/`,
        silent_redirect_uri: `${location.origin}/`,
        post_logout_redirect_uri: `${location.origin}/`,
        loadUserInfo: true,
    });

    if (new URLSearchParams(location.search).has('state')) {
        const user = await manager.signinCallback();
        history.replaceState(null, '', '/');
        // In the hidden frame of a silent renewal there is nobody to show anything to.
        if (window === window.top) show(user ? 'signed in' : 'signed out', user);
    } else {
        const user = await manager.getUser();
        show(user ? 'signed in' : 'signed out', user);
    }

    on('sign-in', () => manager.signinRedirect());
    on('sign-out', () => manager.signoutRedirect());
    on('renew', async () => {
        const before = await manager.getUser();
        const after = await manager.signinSilent();
        show(after.access_token === before.access_token ? 'not renewed' : 'renewed', after);
    });
}

start().catch(fail);
