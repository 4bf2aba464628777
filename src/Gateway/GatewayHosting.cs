using AuthServe.Gateway.Access;
using AuthServe.Gateway.Accounts;
using AuthServe.Gateway.Audit;
using AuthServe.Gateway.Checks;
using AuthServe.Gateway.Clients;
using AuthServe.Gateway.Conditions;
using AuthServe.Gateway.Health;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Invitations;
using AuthServe.Gateway.Json;
using AuthServe.Gateway.Limits;
using AuthServe.Gateway.Metrics;
using AuthServe.Gateway.OAuth;
using AuthServe.Gateway.OAuth.Browser;
using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Organizations;
using AuthServe.Gateway.Pages;
using AuthServe.Gateway.Permissions;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Roles;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Sessions;
using AuthServe.Gateway.SignIns;
using AuthServe.Gateway.Silos;
using AuthServe.Gateway.Users;

namespace AuthServe.Gateway;

/// <summary>The gateway, from what it is made of to what it answers.</summary>
public static class GatewayHosting
{
    /// <summary>A gateway that is ready to be started.</summary>
    /// <param name="args">Command line: settings as <c>--key value</c>.</param>
    /// <param name="configure">Has the last word on settings and services.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(GatewayHosting).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.AddGatewayDefaults();
        builder.AddGatewayOptions();
        builder.AddMetricsExport();
        builder.Services.AddSilos();
        builder.Services.AddChecks();
        builder.Services.AddSecurity();
        builder.Services.AddRateLimits();
        builder.Services.AddOAuth();
        builder.Services.AddBrowserFlows();
        builder.Services.AddProblems();
        builder.Services.AddAccess();
        builder.Services.AddPages();
        builder.Services.AddGatewayOpenApi();
        builder.Services.ConfigureHttpJsonOptions(json => GatewayJson.Apply(json.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        configure?.Invoke(builder);
        builder.UseDefaultAddress();

        var app = builder.Build();
        app.UseGateway();
        app.MapGateway();
        return app;
    }

    private static void UseGateway(this WebApplication app)
    {
        app.UseDraining();
        app.UseTrustedProxies();
        app.UsePublicScheme();
        app.UseSecurityHeaders();
        app.UseRequestIds();
        app.UseProblems();
        app.UseCrossOrigin();
        app.UseGatewayDocs();
        app.UseRouting();
        app.UseRoutingAnswers();
        app.UseRateLimitsByAddress();
        app.UseTokens();
        app.UseRateLimitsByUser();
        app.UseAuthorization();
        app.UseMinRevision();
        app.UseIfMatch();
        app.UseIdempotencyKeys();
        app.UseOutputCache();
    }

    private static void MapGateway(this WebApplication app)
    {
        var api = app.MapGroup("/v1").WithMetadata(BodyLimit.Default).LimitedByUser();
        api.MapSignUp();
        api.MapLogin();
        api.MapMe();
        api.MapMySessions();
        api.MapMyMemberships();
        api.MapPasswordResets();
        api.MapEmailVerifications();
        api.MapOrganization();
        api.MapUsers();
        api.MapUserSessions();
        api.MapUserRights();
        api.MapInvitations();
        api.MapRoles();
        api.MapRolePermissions();
        api.MapPermissions();
        api.MapManifest();
        api.MapClients();
        api.MapClientRights();
        api.MapAudit();
        api.MapSignIns();
        app.MapAccess();
        app.MapAccessSearch();
        app.MapAccessMetadata();
        app.MapJwks();
        app.MapOAuth();
        app.MapBrowserFlows();
        app.MapHealth();
        app.MapPages();
        app.MapGatewayOpenApi();
    }
}
