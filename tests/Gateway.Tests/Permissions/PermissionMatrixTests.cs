using System.Net;
using AuthServe.Permissions.Tests;
using Xunit;

namespace AuthServe.Gateway.Tests.Permissions;

/// <summary>The engine's tables of cases, asked over HTTP: the same answers by the same roles.</summary>
public sealed class PermissionMatrixTests(Service service)
{
    private static readonly IReadOnlyList<PermissionMatrix> Matrices = PermissionMatrix.LoadAll(Path.Combine(AppContext.BaseDirectory, "Cases"));

    public static TheoryData<string> Names => new(Matrices.Select(matrix => matrix.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Answers_as_the_table_says(string name)
    {
        var matrix = Matrices.Single(matrix => matrix.Name == name);
        var owner = await service.Api.SignUpAsync();
        foreach (var (role, permissions) in matrix.Roles) await owner.AddRoleAsync(role, permissions);
        var members = new Dictionary<string, Session>(StringComparer.Ordinal);
        foreach (var (member, roles) in matrix.Members) members[member] = await service.Api.AddUserAsync(owner, roles);

        var answers = await owner.PostAsync("/access/v1/evaluations", new
        {
            evaluations = matrix.Checks.Select(check => Question(check, members[check.Member].UserId)),
        });

        var given = answers.Expect(HttpStatusCode.OK).Json["evaluations"]!.AsArray();
        Assert.Equal(matrix.Checks.Length, given.Count);
        foreach (var (check, answer) in matrix.Checks.Zip(given))
        {
            var via = answer!["context"]!["via"]?.AsArray().Select(role => role!.GetValue<string>()).ToArray() ?? [];
            Assert.Equal(($"{check}", check.Allow, string.Join(' ', check.Via)), ($"{check}", answer["decision"]!.GetValue<bool>(), string.Join(' ', via)));
        }
    }

    private static object Question(MatrixCheck check, string user)
    {
        var dot = check.Permission.LastIndexOf('.');
        var id = check.Resource is { } resource ? resource[(resource.IndexOf('/', StringComparison.Ordinal) + 1)..] : "*";
        return new
        {
            subject = new { type = "user", id = user },
            action = new { name = check.Permission[(dot + 1)..] },
            resource = new { type = check.Permission[..dot], id },
        };
    }
}
