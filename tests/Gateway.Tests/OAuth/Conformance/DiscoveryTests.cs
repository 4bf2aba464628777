using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Conformance;

/// <summary>Config OP: the metadata (OpenID Connect Discovery 1.0, section 3), check by check.</summary>
public sealed partial class DiscoveryTests(PublicGateway gateway) : IClassFixture<PublicGateway>
{
    private const string Module = "oidcc-discovery-endpoint-verification/";

    // By RFC 8414, OpenID Connect Discovery and Session 1.0, RFC 8628, RFC 9126 and RFC 9207; the last two are OpenIddict's.
    private static readonly string[] Known =
    [
        "issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint", "scopes_supported", "response_types_supported",
        "response_modes_supported", "grant_types_supported", "acr_values_supported", "subject_types_supported", "id_token_signing_alg_values_supported",
        "userinfo_endpoint", "end_session_endpoint", "token_endpoint_auth_methods_supported", "token_endpoint_auth_signing_alg_values_supported",
        "display_values_supported", "claim_types_supported", "claims_supported", "claims_parameter_supported", "request_parameter_supported",
        "request_uri_parameter_supported", "require_request_uri_registration", "prompt_values_supported", "revocation_endpoint", "introspection_endpoint",
        "revocation_endpoint_auth_methods_supported", "introspection_endpoint_auth_methods_supported", "code_challenge_methods_supported",
        "device_authorization_endpoint", "pushed_authorization_request_endpoint", "require_pushed_authorization_requests",
        "authorization_response_iss_parameter_supported", "tls_client_certificate_bound_access_tokens",
        "device_authorization_endpoint_auth_methods_supported", "pushed_authorization_request_endpoint_auth_methods_supported",
    ];

    [Fact, Trait(Suite.Trait, Module + "EnsureDiscoveryEndpointResponseStatusCodeIs200")]
    public void The_metadata_is_there() => Assert.Equal(HttpStatusCode.OK, gateway.Configuration.Status);

    [Fact, Trait(Suite.Trait, Module + "CheckDiscoveryEndpointReturnedJsonContentType")]
    public void The_metadata_is_JSON() => Assert.Equal("application/json", gateway.Configuration.ContentHeaders.ContentType?.MediaType);

    [Fact, Trait(Suite.Trait, Module + "OIDCCCheckDiscEndpointResponseTypesSupported")]
    public void The_one_response_type_is_code() => Assert.Equal(["code"], gateway.List("response_types_supported"));

    [Fact, Trait(Suite.Trait, Module + "CheckDiscEndpointDiscoveryUrl")]
    public async Task The_metadata_is_where_the_issuer_says() => Assert.Equal(
        gateway.Configuration.Body, (await gateway.Api.GetAsync(new Uri(gateway.Configuration["issuer"] + "/.well-known/openid-configuration").AbsolutePath)).Body);

    [Fact, Trait(Suite.Trait, Module + "CheckDiscEndpointIssuer")]
    public void The_issuer_is_what_it_is_configured_to_be() => Assert.Equal(PublicGateway.Issuer, gateway.Configuration["issuer"]);

    [Fact, Trait(Suite.Trait, Module + "CheckDiscEndpointIssuerIsValidUrl")]
    public void The_issuer_is_an_address_without_query_and_fragment()
    {
        var issuer = new Uri(gateway.Configuration["issuer"]);

        Assert.Equal(("https", "", ""), (issuer.Scheme, issuer.Query, issuer.Fragment));
    }

    [Fact, Trait(Suite.Trait, Module + "ValidateServerMetadataAgainstSchema")]
    public void Every_member_has_the_type_of_its_name() => Assert.All(gateway.Metadata, member => Assert.Equal(
        member.Key switch
        {
            "issuer" or "jwks_uri" => JsonValueKind.String,
            _ when member.Key.EndsWith("_endpoint", StringComparison.Ordinal) => JsonValueKind.String,
            _ when member.Key.EndsWith("parameter_supported", StringComparison.Ordinal) || member.Key.StartsWith("require_", StringComparison.Ordinal)
                || member.Key.EndsWith("_access_tokens", StringComparison.Ordinal) => JsonValueKind.True,
            _ => JsonValueKind.Array,
        },
        member.Value!.GetValueKind() is var kind && kind == JsonValueKind.False ? JsonValueKind.True : kind));

    [Fact, Trait(Suite.Trait, Module + "CheckForUnexpectedParametersInServerMetadata")]
    public void There_are_no_members_but_known_ones() => Assert.Empty(gateway.Metadata.Select(member => member.Key).Except(Known));

    [Fact, Trait(Suite.Trait, Module + "CheckDiscEndpointSubjectTypesSupported")]
    public void Subjects_are_public() => Assert.Equal(["public"], gateway.List("subject_types_supported"));

    [Fact, Trait(Suite.Trait, Module + "OIDCCCheckDiscEndpointIdTokenSigningAlgValuesSupported")]
    public void ID_tokens_are_signed_with_the_algorithm_of_the_published_keys() => Assert.Equal(
        gateway.Keys.Json["keys"]!.AsArray().Select(key => (string)key!["alg"]!).Distinct(), gateway.List("id_token_signing_alg_values_supported"));

    [Fact, Trait(Suite.Trait, Module + "OIDCCCheckDiscEndpointUserinfoSigningAlgValuesSupported")]
    public void The_userinfo_endpoint_is_not_said_to_sign() => Assert.False(gateway.Metadata.ContainsKey("userinfo_signing_alg_values_supported"));

    [Fact, Trait(Suite.Trait, Module + "CheckDiscEndpointAuthorizationEndpoint")]
    public void The_authorization_endpoint_is_named() =>
        Assert.Equal(PublicGateway.Issuer + "/oauth2/authorize", gateway.Configuration["authorization_endpoint"]);

    [Fact, Trait(Suite.Trait, Module + "CheckDiscEndpointTokenEndpoint")]
    public void The_token_endpoint_is_named() => Assert.Equal(PublicGateway.Issuer + "/oauth2/token", gateway.Configuration["token_endpoint"]);

    [Fact, Trait(Suite.Trait, Module + "CheckDiscEndpointUserinfoEndpoint")]
    public void The_userinfo_endpoint_is_named() => Assert.Equal(PublicGateway.Issuer + "/oauth2/userinfo", gateway.Configuration["userinfo_endpoint"]);

    [Fact, Trait(Suite.Trait, Module + "CheckDiscEndpointRegistrationEndpoint")]
    public void No_registration_endpoint_is_named() => Assert.False(gateway.Metadata.ContainsKey("registration_endpoint"));

    [Fact, Trait(Suite.Trait, Module + "CheckJwksUri")]
    public void The_keys_have_an_address() => Assert.Equal(PublicGateway.Issuer + "/.well-known/jwks.json", gateway.Configuration["jwks_uri"]);

    [Fact, Trait(Suite.Trait, Module + "CheckDiscEndpointRequestParameterSupported")]
    public void Request_objects_are_said_not_to_be_supported() => Assert.False((bool)gateway.Metadata["request_parameter_supported"]!);

    [Fact, Trait(Suite.Trait, Module + "CheckDiscEndpointRequestUriParameterSupported")]
    public void Request_objects_elsewhere_are_said_not_to_be_supported() => Assert.False((bool)gateway.Metadata["request_uri_parameter_supported"]!);

    [Fact, Trait(Suite.Trait, Module + "CheckDiscEndpointRequestObjectSigningAlgValuesSupportedIncludesRS256")]
    public void No_algorithm_for_request_objects_is_named() => Assert.DoesNotContain(gateway.Metadata, member => member.Key.StartsWith("request_object_", StringComparison.Ordinal));

    [Fact, Trait(Suite.Trait, Module + "CheckDiscEndpointClaimsParameterSupported")]
    public void The_claims_parameter_is_said_not_to_be_supported() => Assert.False((bool)gateway.Metadata["claims_parameter_supported"]!);

    [Fact, Trait(Suite.Trait, Module + "OIDCCCheckDiscEndpointClaimsSupported")]
    public void Every_claim_that_is_made_is_listed() => Assert.Superset(
        new HashSet<string> { "sub", "iss", "aud", "exp", "iat", "auth_time", "acr", "amr", "nonce", "azp", "name", "preferred_username", "email", "email_verified" },
        gateway.List("claims_supported").ToHashSet());

    [Fact, Trait(Suite.Trait, Module + "OIDCCCheckDiscEndpointGrantTypesSupported")]
    public void The_grant_types_are_listed() => Assert.Equal(
        ["authorization_code", "client_credentials", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code", "urn:ietf:params:oauth:grant-type:token-exchange"],
        gateway.List("grant_types_supported").Order());

    [Fact, Trait(Suite.Trait, Module + "CheckDiscEndpointScopesSupportedContainsOpenId")]
    public void The_scopes_about_people_are_listed_and_no_others() =>
        Assert.Equal(["email", "offline_access", "openid", "profile"], gateway.List("scopes_supported").Order());

    [Fact, Trait(Suite.Trait, Module + "CheckDiscEndpointScopesSupportedSyntax")]
    public void Every_scope_is_one_by_its_letters() => Assert.All(gateway.List("scopes_supported"), scope => Assert.Matches(Scope(), scope));

    [Fact, Trait(Suite.Trait, Module + "CheckDiscEndpointLocalesSyntax")]
    public void No_locales_are_promised() => Assert.DoesNotContain(gateway.Metadata, member => member.Key.EndsWith("_locales_supported", StringComparison.Ordinal));

    [Fact, Trait(Suite.Trait, Module + "CheckDiscEndpointAllEndpointsAreHttps")]
    public void Every_endpoint_is_below_the_issuer_and_behind_TLS()
    {
        var endpoints = gateway.Metadata.Where(member => member.Key.EndsWith("_endpoint", StringComparison.Ordinal)).ToArray();

        Assert.Equal(8, endpoints.Length);
        Assert.All(endpoints, endpoint => Assert.StartsWith(PublicGateway.Issuer + "/", (string)endpoint.Value!, StringComparison.Ordinal));
    }

    [Fact, Trait(Suite.Trait, Module + "EnsureServerConfigurationCodeChallengeMethodsSupportedIsAnArray")]
    public void The_one_challenge_method_is_S256() => Assert.Equal(["S256"], gateway.List("code_challenge_methods_supported"));

    [Fact, Trait(Suite.Trait, "oidcc-server/EnsureServerConfigurationSupportsClientSecretBasic")]
    public void The_ways_to_authenticate_a_client_are_listed() => Assert.Equal(
        ["client_secret_basic", "client_secret_post", "none", "private_key_jwt"], gateway.List("token_endpoint_auth_methods_supported").Order());

    // RFC 6749, appendix A.4.
    [GeneratedRegex("\\A[\\x21\\x23-\\x5B\\x5D-\\x7E]+\\z")]
    private static partial Regex Scope();
}
