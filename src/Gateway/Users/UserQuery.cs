using System.ComponentModel;
using AuthServe.Gateway.Input;
using AuthServe.GrainInterfaces.Users;
using Microsoft.AspNetCore.Mvc;

namespace AuthServe.Gateway.Users;

/// <summary>Which users to list.</summary>
internal sealed record UserQuery
{
    private const int MaxQueryLength = 254;

    [FromQuery(Name = "query"), Description("User name, e-mail address or display name begins with it; case is ignored, and 256 characters count.")]
    public string? Query { get; init; }

    [FromQuery(Name = "role"), Description("Has this role.")]
    public string? Role { get; init; }

    [FromQuery(Name = "status"), Description("active or disabled.")]
    public string? Status { get; init; }

    /// <summary>The filter this asks for.</summary>
    public MemberFilter Read(Fields fields) => new(
        string.IsNullOrEmpty(Query) ? null : fields.Text("query", Query, MaxQueryLength),
        fields.OptionalSlug("role", Role),
        string.IsNullOrEmpty(Status) ? null : fields.Status("status", Status));
}
