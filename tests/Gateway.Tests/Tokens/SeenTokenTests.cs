using System.Net;
using AuthServe.Support.Gateways;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServe.Gateway.Tests.Tokens;

/// <summary>A token that was found valid is not looked into again, which would cost more than the check that it comes with.</summary>
public sealed class SeenTokenTests(Service service)
{
    [Theory]
    [InlineData("Bearer ")]
    [InlineData("bearer   ")]
    public async Task It_is_validated_once(string scheme)
    {
        var validations = 0;
        await using var gateway = await TestGateway.StartAsync([service.Silo.GatewayPort], configure: services =>
            services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, bearer =>
            {
                var received = bearer.Events.OnMessageReceived;
                bearer.Events.OnMessageReceived = context =>
                {
                    validations++;
                    return received(context);
                };
            }));
        await gateway.ReadyAsync();
        var owner = (await service.Api.SignUpAsync()).At(new Api(gateway.Http));
        validations = 0;

        (await owner.GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
        Assert.Equal(1, validations);
        for (var call = 0; call < 3; call++) (await SendAsync()).EnsureSuccessStatusCode();

        Assert.Equal(1, validations);

        async Task<HttpResponseMessage> SendAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/v1/me", UriKind.Relative));
            request.Headers.TryAddWithoutValidation("Authorization", scheme + owner.Token);
            return await gateway.Http.SendAsync(request);
        }
    }
}
