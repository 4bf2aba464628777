using System.Reflection;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AuthServe.Gateway.OpenApi;

/// <summary>Says what the API is, how to begin, and how a caller proves who it is.</summary>
internal sealed class DocumentIntroduction : IOpenApiDocumentTransformer
{
    /// <summary>The name of the security scheme.</summary>
    public const string BearerScheme = "bearer";

    private const string Introduction =
        """
        Authentication and authorization for your services: organizations, users, roles and permissions.

        **Begin here**

        1. `POST /v1/signup` founds an organization and makes you its owner.
        2. `POST /v1/login` answers an access token. Press *Authorize* and paste it.
        3. `POST /v1/permissions` adds a permission such as `billing.invoice.create` to the catalogue.
        4. `POST /v1/roles` makes a role that carries it.
        5. `POST /v1/users` adds a user with that role.
        6. `POST /access/v1/evaluation` answers whether the user may.

        Apps sign users in by OAuth 2.0 and OpenID Connect: register one with `POST /v1/clients` and point its library at
        `/.well-known/openid-configuration`.

        When a call that takes a right away has answered, no check anywhere allows it any more.

        Errors are problem details (RFC 9457) with a stable `code`; below `/access` they are AuthZEN's error object, below `/oauth2` OAuth's (RFC 6749).
        """;

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "AuthServe",
            Version = Assembly.GetExecutingAssembly().GetName().Version?.ToString(fieldCount: 3),
            Description = Introduction,
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.AddComponent(BearerScheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "The access_token that POST /v1/login answers.",
        });
        return Task.CompletedTask;
    }
}
