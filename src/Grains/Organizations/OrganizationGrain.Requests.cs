using System.Reflection;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Idempotency;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Invitations;

namespace AuthServe.Grains.Organizations;

/// <summary>
/// Executes no request twice. An entry notes the request it was made for, and the turn that would execute it again looks there first: what
/// an earlier execution committed is in the table by then, because a turn ends, and an activation begins, with every entry projected.
/// </summary>
internal sealed partial class OrganizationGrain
{
    private static readonly MethodInfo Replaying =
        typeof(OrganizationGrain).GetMethod(nameof(ReplayAs), BindingFlags.NonPublic | BindingFlags.Static)!;

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (KeyOf(context) is { } key && await projections.FindRequestAsync(Id, key.Id) is { } done)
            context.Result = Replay(context.InterfaceMethod.ReturnType, done.Revision, answers.Of(key).Open<object?>(done.Answer, Id.ToString()));
        else
            await context.Invoke();
    }

    private LogEntry WithAnswer(LogEntry entry, object? made) => entry.Key is not { } key
        ? entry
        : entry with { Key = null, Made = null, Request = new() { Id = key.Id, Answer = answers.Of(key).Seal(entry.Made ?? made, Id.ToString()) } };

    private static RequestKey? KeyOf(IIncomingGrainCallContext context) =>
        context.Request.GetArgumentCount() == 0 ? null : context.Request.GetArgument(0) switch
        {
            Actor actor => actor.Key,
            Acceptance acceptance => acceptance.Key,
            RequestKey key => key,
            _ => null,
        };

    // A command answers Task<Outcome<Receipt>> or Task<Outcome<Receipt<T>>>.
    private static object Replay(Type answer, long revision, object? made)
    {
        var receipt = answer.GenericTypeArguments[0].GenericTypeArguments[0];
        if (receipt == typeof(Receipt)) return (Outcome<Receipt>)new Receipt(revision);
        return Replaying.MakeGenericMethod(receipt.GenericTypeArguments[0]).Invoke(null, [revision, made])!;
    }

    private static Outcome<Receipt<T>> ReplayAs<T>(long revision, object made) => new Receipt<T>((T)made, revision);
}
