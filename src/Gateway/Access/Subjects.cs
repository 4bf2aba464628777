using System.Security.Claims;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.Permissions;
using Microsoft.AspNetCore.Authorization;

namespace AuthServe.Gateway.Access;

/// <summary>
/// Finds the users that subjects stand for, and holds that asking about others takes a permission. Whoever does not have it learns
/// nothing: not even whether a name exists.
/// </summary>
internal sealed class Subjects(Cluster cluster, IAuthorizationService authorization)
{
    /// <summary>The one type of subject: whoever has an account, a person or an OAuth client.</summary>
    public const string UserType = "user";

    private static readonly PermissionRequirement AskAboutOthers = new(PermissionName.Parse("auth.permission.read"));

    /// <summary>The user of each subject, null for one that stands for nobody; or why the caller may not ask.</summary>
    public async ValueTask<(Dictionary<Entity, UserId?> Users, Problem? Problem)> ResolveAsync(
        ClaimsPrincipal principal, Caller caller, IReadOnlyCollection<Entity> subjects, CancellationToken cancellationToken)
    {
        var users = new Dictionary<Entity, UserId?>(subjects.Count);
        foreach (var subject in subjects.Where(subject => IdOf(subject) == caller.User)) users[subject] = caller.User;
        if (users.Count == subjects.Count) return (users, null);

        var others = subjects.Where(subject => !users.ContainsKey(subject)).ToList();
        var answer = await authorization.AuthorizeAsync(principal, resource: null, AskAboutOthers);
        if (answer.Succeeded)
        {
            var found = await Task.WhenAll(others.Select(subject => FindAsync(subject, cancellationToken)));
            for (var at = 0; at < others.Count; at++) users[others[at]] = found[at];
            return (users, null);
        }

        var own = await OwnNamesAsync(caller, cancellationToken);
        if (!others.All(subject => subject.Type == UserType && LoginName.TryGetKey(subject.Id, out var key) && own.Contains(key)))
            return (users, RefusalReason.Of(answer.Failure));
        foreach (var subject in others) users[subject] = caller.User;
        return (users, null);
    }

    private static UserId? IdOf(Entity subject) =>
        subject.Type == UserType && Guid.TryParseExact(subject.Id, "D", out var id) ? new UserId(id) : null;

    private async Task<UserId?> FindAsync(Entity subject, CancellationToken cancellationToken)
    {
        if (IdOf(subject) is { } user) return user;
        if (subject.Type != UserType || !LoginName.TryGetKey(subject.Id, out var key)) return null;
        var claim = await cluster.LoginName(key).FindAsync(cancellationToken);
        return claim?.User;
    }

    private async ValueTask<string[]> OwnNamesAsync(Caller caller, CancellationToken cancellationToken)
    {
        var account = await cluster.User(caller.User).GetAccountAsync(cancellationToken);
        return account is null ? [] : [LoginName.UsernameKey(account.Username), LoginName.EmailKey(account.PrimaryEmail)];
    }
}
