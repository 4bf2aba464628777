using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Attacks;

/// <summary>What is attacked: an organization with an app on a server and one on phones. Nothing here is changed by the tests that share it.</summary>
public sealed class Target(Service service) : IAsyncLifetime
{
    /// <summary>Where the app on phones is called.</summary>
    public const string Loopback = "http://127.0.0.1:5173/callback";

    /// <summary>Its other address.</summary>
    public const string OwnScheme = "com.example.app:/callback";

    private Browser _signedIn = null!;

    public Api Api => service.Api;

    /// <summary>A browser in which the owner is signed in, for tests that leave it so.</summary>
    public Browser SignedIn => _signedIn.At(Api.Http);

    /// <summary>Owner of the organization.</summary>
    public Session Owner { get; private set; } = null!;

    /// <summary>A member, to sign in often: the hundred-and-first session ends the first.</summary>
    public Session Member { get; private set; } = null!;

    /// <summary>Confidential, first party.</summary>
    public RelyingParty App { get; private set; } = null!;

    /// <summary>Confidential, and asks for consent.</summary>
    public RelyingParty Foreign { get; private set; } = null!;

    /// <summary>Public, with a loopback address and a scheme of its own.</summary>
    public RelyingParty Phone { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Owner = await service.Api.SignUpAsync();
        Member = await service.Api.AddUserAsync(Owner, "user");
        App = await RelyingParty.RegisterAsync(Owner);
        Foreign = await RelyingParty.RegisterAsync(Owner, isFirstParty: false);
        var phone = (await Owner.PostAsync("/v1/clients", new JsonObject
        {
            ["name"] = "Phone",
            ["type"] = "public",
            ["grant_types"] = new JsonArray("authorization_code", "refresh_token"),
            ["redirect_uris"] = new JsonArray(Loopback, OwnScheme),
            ["first_party"] = true,
        })).Expect(HttpStatusCode.Created);
        Phone = new(Owner, phone["client_id"], null, Loopback);
        _signedIn = await SignedInAsync();
    }

    public ValueTask DisposeAsync() => default;

    /// <summary>A browser of its own in which the owner is signed in.</summary>
    public async Task<Browser> SignedInAsync()
    {
        var browser = new Browser(Api.Http);
        await browser.GoThroughAsync("/device", Owner.Name);
        return browser;
    }
}
