using System.ComponentModel;
using AuthServe.Gateway.Input;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Audit;
using Microsoft.AspNetCore.Mvc;

namespace AuthServe.Gateway.Audit;

/// <summary>Which entries to list.</summary>
internal sealed record AuditQuery
{
    private const int MaxLength = 254;

    [FromQuery(Name = "actor"), Description("The id of who asked for it.")]
    public string? Actor { get; init; }

    [FromQuery(Name = "subject"), Description("Who or what it is about: the id of a user, a client or the organization, the name of a role or permission.")]
    public string? Subject { get; init; }

    [FromQuery(Name = "command"), Description("What was asked, such as role.attach_permission.")]
    public string? Command { get; init; }

    [FromQuery(Name = "from"), Description("At this time (RFC 3339) or later.")]
    public string? From { get; init; }

    [FromQuery(Name = "to"), Description("Before this time (RFC 3339).")]
    public string? To { get; init; }

    /// <summary>The filter this asks for.</summary>
    public AuditFilter Read(Fields fields) => new(
        string.IsNullOrEmpty(Actor) ? null : fields.OptionalUuid("actor", Actor) is { } actor ? new UserId(actor) : null,
        string.IsNullOrEmpty(Subject) ? null : SubjectOf(fields.Text("subject", Subject, MaxLength)),
        string.IsNullOrEmpty(Command) ? null : fields.Text("command", Command, MaxLength),
        fields.OptionalTime("from", From),
        fields.OptionalTime("to", To));

    // Ids are lower case in the log.
    private static string SubjectOf(string text) => Guid.TryParseExact(text, "D", out var id) ? id.ToString("D") : text;
}
