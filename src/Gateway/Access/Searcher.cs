using System.Collections.Immutable;
using System.Security.Claims;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Access;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.Permissions;

namespace AuthServe.Gateway.Access;

/// <summary>Answers searches, a page at a time.</summary>
internal sealed class Searcher(Cluster cluster, Subjects subjects)
{
    private const int MaxLimit = 1_000;
    private const int DefaultLimit = 50;

    private static readonly Found Nothing = new(0, new([], null));

    /// <summary>A page of ids or names; or why the caller may not ask, or not so.</summary>
    public async ValueTask<(FoundPage? Page, Problem? Problem)> SearchAsync(
        ClaimsPrincipal principal, Caller caller, AskedSearch asked, CancellationToken cancellationToken)
    {
        if (asked.Flaw is { } flaw) return (null, RequestProblems.Invalid(flaw));
        var fingerprint = asked.Fingerprint(caller.Organization);
        if (Begin(asked, fingerprint) is not { } start)
            return (null, RequestProblems.Invalid("page.token must be the next_token of the same search, with the same limit."));

        UserId? subject = null;
        if (asked.Kind is not SearchKind.Subject)
        {
            var (users, problem) = await subjects.ResolveAsync(principal, caller, [asked.Subject], cancellationToken);
            if (problem is not null) return (null, problem);
            subject = users[asked.Subject];
        }

        // Of none at all, one says whether there are any.
        var slice = new Slice(start.After.Length == 0 ? null : start.After, Math.Max(start.Limit, 1));
        var found = await FindAsync(caller.Organization, asked, subject, slice, cancellationToken);
        if (found.Revision < asked.MinRevision)
        {
            var reached = await cluster.Organization(caller.Organization).ReachAsync(asked.MinRevision, cancellationToken);
            if (reached < asked.MinRevision) return (null, Revisions.NotReached(asked.MinRevision, reached));
            found = await FindAsync(caller.Organization, asked, subject, slice, cancellationToken);
        }

        return (PageOf(found, start, fingerprint), null);
    }

    private static SearchToken? Begin(AskedSearch asked, byte[] fingerprint)
    {
        var limit = Math.Min(asked.Limit ?? DefaultLimit, MaxLimit);
        if (asked.Token is not { } text) return new(limit, "");
        if (SearchToken.Read(text, fingerprint) is not { Limit: >= 0 and <= MaxLimit } token) return null;
        if (asked.Limit is not null && token.Limit != limit) return null;
        return asked.Kind is SearchKind.Subject && token.After.Length > 0 && !Guid.TryParseExact(token.After, "D", out _) ? null : token;
    }

    private static FoundPage PageOf(Found found, SearchToken start, byte[] fingerprint)
    {
        var (results, next) = start.Limit == 0
            ? ([], found.Page.Items.IsEmpty ? null : start.After)
            : (found.Page.Items, found.Page.Next);
        var token = next is null ? "" : (start with { After = next }).Write(fingerprint);
        return new(new(token, results.Length), found == Nothing ? null : new(found.Revision), results);
    }

    // What names no permission is held by nobody, and what stands for nobody holds none.
    private ValueTask<Found> FindAsync(
        OrganizationId organization, AskedSearch asked, UserId? subject, Slice slice, CancellationToken cancellationToken)
    {
        var (type, id, _) = asked.Resource;
        var resource = id == "*" ? null : $"{type}/{id}";
        var action = asked.Kind is SearchKind.Action ? PermissionName.AllAction : asked.Action;
        if (!Slug.IsValid(action) || !PermissionName.TryParse($"{type}.{action}", out var permission)) return new(Nothing);

        var search = cluster.Search(organization);
        return asked.Kind switch
        {
            SearchKind.Subject when asked.Subject.Type == Subjects.UserType =>
                search.FindSubjectsAsync(permission.Value, resource, slice, cancellationToken),
            SearchKind.Resource when subject is { } known => search.FindObjectsAsync(known, permission.Value, slice, cancellationToken),
            SearchKind.Action when subject is { } known => search.FindActionsAsync(known, type, resource, slice, cancellationToken),
            _ => new(Nothing),
        };
    }
}

/// <summary>A page of what was found.</summary>
/// <param name="Page">Where it stands.</param>
/// <param name="Context">What it is true for; null when nothing was looked up.</param>
/// <param name="Results">Ids, or names of actions.</param>
internal sealed record FoundPage(SearchPageModel Page, SearchContextModel? Context, ImmutableArray<string> Results);
