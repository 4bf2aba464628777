using AuthServe.Grains.Clients;
using AuthServe.Grains.Gateways;
using AuthServe.Permissions;
using Xunit;

namespace AuthServe.Grains.Tests.Gateways;

public sealed class CopySizeTests
{
    [Theory]
    [InlineData(GatewayLeasesGrain.MostPermissions, true)]
    [InlineData(GatewayLeasesGrain.MostPermissions + 1, false)]
    public void A_policy_is_kept_by_gateways_when_its_roles_together_are_small(int permissions, bool isSmall)
    {
        var all = Enumerable.Range(0, permissions).Select(number => PermissionName.Parse($"svc.doc.a{number}")).ToArray();
        var half = permissions / 2;
        var policy = OrganizationPolicy.Create(1,
        [
            new("one", 1, PermissionSet.From(all[..half])),
            new("other", 1, PermissionSet.From(all[half..])),
        ]);

        Assert.Equal(isSmall, GatewayLeasesGrain.IsSmall(policy));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_client_is_kept_when_its_addresses_scopes_and_keys_together_are_short(int more, bool isSmall)
    {
        var quarter = new string('a', GatewayLeasesGrain.MostLetters / 4);
        var client = new ClientState { RedirectUris = [quarter], PostLogoutRedirectUris = [quarter], Scopes = [quarter], Jwks = quarter + new string('a', more) };

        Assert.Equal(isSmall, GatewayLeasesGrain.IsSmall(client));
    }
}
