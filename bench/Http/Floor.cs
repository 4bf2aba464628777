using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using NSec.Cryptography;

namespace AuthServe.Http;

/// <summary>What any server pays that reads a check's request and writes its answer, and does nothing between.</summary>
internal static partial class Floor
{
    /// <param name="port">Of 127.0.0.1.</param>
    /// <param name="issuer">Of the tokens that the secure endpoint takes; asked for its keys when the first comes.</param>
    public static void Run(int port, string issuer)
    {
        var keys = new Lazy<IList<SecurityKey>>(() =>
        {
            using var http = new HttpClient();
            return new JsonWebKeySet(http.GetStringAsync(new Uri($"{issuer}/.well-known/jwks.json")).GetAwaiter().GetResult()).GetSigningKeys();
        });
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, Json.Default));
        builder.Services.AddAuthorization().AddAuthentication().AddJwtBearer(bearer =>
        {
            bearer.Configuration = new OpenIdConnectConfiguration();
            bearer.MapInboundClaims = false;
            bearer.TokenValidationParameters.ValidateAudience = false;
            bearer.TokenValidationParameters.ValidateIssuer = false;
            bearer.TokenValidationParameters.IssuerSigningKeyResolver = (_, _, _, _) => keys.Value;
        });
        var app = builder.Build();
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/secure"), secure => secure.UseAuthentication().UseAuthorization());
        app.MapPost("/access/v1/evaluation", Check);
        app.MapPost("/secure/access/v1/evaluation", Check).RequireAuthorization();
        app.MapPost("/sign", Sign());
        app.MapPost("/hash", Hash);
        app.Run();
    }

    private static Answer Check(Request request) => new(request.Subject.Id.Length > 0, new(17, ["clerk"]));

    // A password of the cost that AuthServe hashes with, and nothing else.
    private static Token Hash()
    {
        var algorithm = PasswordBasedKeyDerivationAlgorithm.Argon2id(new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = 19 * 1024, NumberOfPasses = 2 });
        return new(Convert.ToBase64String(algorithm.DeriveBytes("a long walk in May", new byte[16], 32)));
    }

    // A token with the claims of an access token, signed anew each time.
    private static Func<Token> Sign()
    {
        var key = new SigningCredentials(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "bare" }, SecurityAlgorithms.EcdsaSha256);
        var handler = new JsonWebTokenHandler();
        return () => new Token(handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "at+jwt",
            SigningCredentials = key,
            Issuer = "http://localhost:8000",
            Audience = "http://localhost:8000",
            Claims = new Dictionary<string, object>
            {
                ["sub"] = Guid.NewGuid().ToString(),
                ["jti"] = Guid.NewGuid().ToString(),
                ["client_id"] = "01900000-0000-7000-8000-00000000000a",
                ["org_id"] = "01900000-0000-7000-8000-00000000000b",
                ["scope"] = "openid offline_access",
            },
        }));
    }

    internal sealed record Request(Entity Subject, Named Action, Entity Resource);

    internal sealed record Entity(string Type, string Id);

    internal sealed record Named(string Name);

    internal sealed record Answer(bool Decision, Context Context);

    internal sealed record Token(string AccessToken);

    internal sealed record Context(long Revision, string[] Via);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(Request))]
    [JsonSerializable(typeof(Answer))]
    [JsonSerializable(typeof(Token))]
    private sealed partial class Json : JsonSerializerContext;
}
