namespace AuthServe.RelyingParties.Tests.Apache;

/// <summary>A site that shows what is under /app/ to those who have signed in, as a client of its own.</summary>
internal sealed class ApacheSite
{
    private readonly string _name;
    private readonly int _port;
    private readonly string _root;
    private readonly RegisteredClient _client;

    private ApacheSite(string name, int port, string root, RegisteredClient client) => (_name, _port, _root, _client) = (name, port, root, client);

    /// <summary>What one has to sign in for.</summary>
    public string Application => _root + "/app/";

    /// <summary>Where one is after signing out.</summary>
    public string Goodbye => _root + "/goodbye.html";

    /// <summary>Signs the user out, here and at the provider.</summary>
    public string SignOut => $"{Callback(_root)}?logout={Uri.EscapeDataString(Goodbye)}";

    /// <summary>Sites share the address of this machine, and with it the browser's cookies: theirs have names of their own.</summary>
    public string Configuration => $$"""
        Listen 127.0.0.1:{{_port}}
        <VirtualHost 127.0.0.1:{{_port}}>
          OIDCClientID "{{_client.Id}}"
          OIDCClientSecret "{{_client.Secret}}"
          OIDCRedirectURI "{{Callback(_root)}}"
          OIDCCookie session_{{_name}}
          <Location /app/>
            AuthType openid-connect
            Require valid-user
            Header set X-User-Id "expr=%{reqenv:OIDC_CLAIM_sub}"
            Header set X-User-Email "expr=%{reqenv:OIDC_CLAIM_email}"
            Header set X-User-Organization "expr=%{reqenv:OIDC_CLAIM_org_id}"
            Header set X-User-Roles "expr=%{reqenv:OIDC_CLAIM_roles}"
          </Location>
        </VirtualHost>
        """;

    public static async Task<ApacheSite> RegisterAsync(Service service, string name, int port)
    {
        var root = $"http://127.0.0.1:{port}";
        var client = await service.RegisterAsync(new($"Apache, {name}")
        {
            RedirectUris = [Callback(root)],
            PostLogoutRedirectUris = [root + "/goodbye.html"],
            GrantTypes = ["authorization_code"],
        });
        return new(name, port, root, client);
    }

    private static string Callback(string root) => root + "/app/callback";
}
