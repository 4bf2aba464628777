using System.Net;
using AuthServe.Gateway.Tests.Access;
using Xunit;

namespace AuthServe.Gateway.Tests.Input;

/// <summary>Paths, methods, content types and queries that are not those of the API.</summary>
public sealed class RoutingTests(SharedOwner shared) : IClassFixture<SharedOwner>
{
    private static readonly string[] NoIds =
    [
        "not-a-uuid", "00000000-0000-0000-0000-000000000000", "019a2b3c4d5e7f608a9b0c1d2e3f4a5b",
        "%7B019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b%7D", "0", "-1", "*", "null", "me'--", "%27%20OR%201=1", "a%2fb", "%2e%2e%2f", "%ff", "%zz",
        "%C2%A0", "%0a", "%F0%9F%98%80", "AUTH.USER.READ", "a..b", "a.b.c.d",
    ];

    public static MatrixTheoryData<string, string> UnknownThings => new(
    [
        "GET /v1/users/{} user.not_found", "PATCH /v1/users/{} user.not_found", "DELETE /v1/users/{} user.not_found",
        "GET /v1/users/{}/roles user.not_found", "PUT /v1/users/{}/roles/user user.not_found",
        "DELETE /v1/users/{}/roles/user user.not_found", "GET /v1/users/{}/permissions user.not_found",
        "PUT /v1/users/{me}/roles/{} role.not_found", "DELETE /v1/users/{me}/roles/{} role.not_found",
        "GET /v1/roles/{} role.not_found", "PATCH /v1/roles/{} role.not_found", "DELETE /v1/roles/{} role.not_found", "GET /v1/roles/{}/users role.not_found",
        "PUT /v1/roles/{}/permissions/auth.user.read role.not_found", "DELETE /v1/roles/{}/permissions/auth.user.read role.not_found",
        "PUT /v1/roles/user/permissions/{} permission.not_found", "DELETE /v1/roles/user/permissions/{} permission.not_found",
        "GET /v1/permissions/{} permission.not_found", "DELETE /v1/permissions/{} permission.not_found",
        "GET /v1/clients/{} client.not_found", "DELETE /v1/clients/{} client.not_found", "POST /v1/clients/{}/secret client.not_found",
        "PUT /v1/clients/{}/roles/user client.not_found", "DELETE /v1/clients/{}/roles/user client.not_found",
    ], NoIds);

    [Theory]
    [MemberData(nameof(UnknownThings))]
    public async Task What_can_be_no_name_is_answered_as_what_does_not_exist(string call, string id)
    {
        var parts = call.Replace("{me}", shared.Session.UserId, StringComparison.Ordinal).Split(' ');
        using var body = parts[0] == "PATCH" ? Asking.Body("""{"display_name":"Renamed"}""") : null;

        var answer = await SendAsync(parts[0], parts[1].Replace("{}", id, StringComparison.Ordinal), body);

        answer.ExpectProblem(HttpStatusCode.NotFound, parts[2]);
    }

    [Theory]
    [InlineData("limit", "0")]
    [InlineData("limit", "201")]
    [InlineData("limit", "-1")]
    [InlineData("limit", "abc")]
    [InlineData("limit", "1.5")]
    [InlineData("limit", "1e2")]
    [InlineData("limit", "%201")]
    [InlineData("limit", "99999999999999999999")]
    [InlineData("limit", "%EF%BC%91")]
    [InlineData("limit", "1&limit=2")]
    [InlineData("limit", "%00")]
    [InlineData("limit", "%ff")]
    [InlineData("cursor", "!")]
    [InlineData("cursor", "a")]
    [InlineData("cursor", "%00")]
    [InlineData("cursor", "_w")]
    [InlineData("cursor", "7aCA")]
    [InlineData("cursor", "AA")]
    [InlineData("cursor", "YQA&cursor=YQA")]
    public async Task A_slice_that_does_not_exist_is_refused(string parameter, string value)
    {
        foreach (var path in new[] { "/v1/users", "/v1/roles", "/v1/permissions", "/v1/roles/user/users" })
            (await SendAsync("GET", $"{path}?{parameter}={value}")).ExpectInvalid(parameter);
    }

    [Theory]
    [InlineData("/v1/users", "role", "No%20Role")]
    [InlineData("/v1/users", "status", "deleted")]
    [InlineData("/v1/users", "query", "%00")]
    [InlineData("/v1/users", "query", "{long}")]
    [InlineData("/v1/users", "cursor", "{long}")]
    [InlineData("/v1/users/{me}/permissions", "explain", "maybe")]
    [InlineData("/v1/permissions", "service", "Billing")]
    [InlineData("/v1/permissions", "resource", "a.b")]
    [InlineData("/v1/permissions", "prefix", "Auth")]
    [InlineData("/v1/permissions", "prefix", "{long}")]
    public async Task A_filter_that_means_nothing_is_named(string path, string parameter, string value)
    {
        path = path.Replace("{me}", shared.Session.UserId, StringComparison.Ordinal);
        value = value.Replace("{long}", new string('a', 3_000), StringComparison.Ordinal);

        (await SendAsync("GET", $"{path}?{parameter}={value}")).ExpectInvalid(parameter);
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/v1")]
    [InlineData("GET", "/v1/nothing")]
    [InlineData("GET", "/v2/users")]
    [InlineData("POST", "/v1/users/1/2/3/4")]
    [InlineData("GET", "/v1/roles/user/permissions")]
    [InlineData("DELETE", "/v1/users//roles/user")]
    [InlineData("GET", "/.env")]
    [InlineData("GET", "/v1/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("PROPFIND", "/v1/nothing")]
    public async Task A_path_that_does_not_exist_is_not_found_by_anybody(string method, string path)
    {
        (await SendAsync(method, path)).ExpectProblem(HttpStatusCode.NotFound, "route.not_found");
        (await shared.Session.Api.SendRawAsync(new(method), path, body: null, token: null))
            .ExpectProblem(HttpStatusCode.NotFound, "route.not_found");
    }

    [Theory]
    [InlineData("PUT", "/v1/users", "GET, POST")]
    [InlineData("DELETE", "/v1/roles", "GET, POST")]
    [InlineData("GET", "/v1/login", "POST")]
    [InlineData("GET", "/v1/signup", "POST")]
    [InlineData("POST", "/v1/me", "GET, PATCH")]
    [InlineData("PUT", "/v1/roles/user", "DELETE, GET, PATCH")]
    [InlineData("OPTIONS", "/v1/permissions", "GET, POST")]
    [InlineData("TRACE", "/v1/permissions/auth.user.read", "DELETE, GET")]
    [InlineData("BREW", "/v1/roles/user/permissions/auth.user.read", "DELETE, PUT")]
    public async Task A_method_that_does_not_exist_is_answered_with_those_that_do(string method, string path, string allowed)
    {
        var answer = await SendAsync(method, path);

        answer.ExpectProblem(HttpStatusCode.MethodNotAllowed, "route.method_not_allowed");
        Assert.Equal(allowed.Split(", "), answer.ContentHeaders.Allow.Order());
        Assert.NotEmpty(answer["trace_id"]);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/json")]
    [InlineData("application/xml")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/octet-stream")]
    [InlineData("json")]
    [InlineData("application/json; charset=no-such-charset")]
    [InlineData("application/json; charset=utf-7")]
    [InlineData("application/json; charset=")]
    [InlineData("application/json; charset=\"")]
    public async Task A_content_type_that_is_not_read_is_refused(string contentType)
    {
        foreach (var request in Requests.All.Values)
        {
            var answer = await request.SendAsync(shared.Session, Asking.Body("{\"x\":1}", contentType));
            answer.ExpectProblem(HttpStatusCode.UnsupportedMediaType, "request.unsupported_media_type");
        }
    }

    [Theory]
    [InlineData("username=a&username=b&password=c", "username")]
    [InlineData("username=a&password=b&is_admin=1", "is_admin")]
    [InlineData("username=a", "password")]
    [InlineData("password=a", "username")]
    [InlineData("username=a&password=b&scope=c", "scope")]
    [InlineData("username=a&password=b&organization=c", "organization")]
    public async Task A_form_is_read_as_strictly(string form, string member) =>
        (await shared.Session.Api.PostAsync("/v1/login", Asking.Body(form, "application/x-www-form-urlencoded"))).ExpectInvalid(member);

    private Task<Answer> SendAsync(string method, string path, HttpContent? body = null) =>
        shared.Session.Api.SendRawAsync(new(method), path, body, shared.Session.Token);
}
