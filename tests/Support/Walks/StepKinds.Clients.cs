namespace AuthServe.Support.Walks;

/// <summary>OAuth clients are made, limited and given roles, and fall into somebody's hands.</summary>
public static partial class StepKinds
{
    private const int MostClients = 4;
    private static readonly ulong ClientWrite = Universe.Of("auth.client.write");
    private static readonly ulong ClientDelete = Universe.Of("auth.client.delete");

    private static WalkStep? CreateClient(Draw draw)
    {
        if (draw.World.Accounts.Values.Count(account => account.IsClient) >= MostClients) return null;
        var scopes = draw.Random.Next(4) == 0 ? null : draw.Permissions();
        return new(
            draw.Actor, $"create client [{(scopes is null ? "any" : string.Join(' ', scopes))}]", ClientWrite,
            calls => calls.CreateClientAsync(draw.Actor, scopes),
            (world, made) => world with
            {
                Accounts = world.Accounts.Add(made, new(true, true, [], scopes is null ? null : Universe.Of(scopes))),
            });
    }

    private static WalkStep? LimitClient(Draw draw)
    {
        if (draw.Client() is not { } client) return null;
        var scopes = draw.Permissions();
        return new(
            draw.Actor, $"limit {client} to [{string.Join(' ', scopes)}]", ClientWrite, calls => calls.LimitClientAsync(draw.Actor, client, scopes),
            (world, _) => world.With(client, account => account with { Scopes = Universe.Of(scopes) }));
    }

    private static WalkStep? RotateSecret(Draw draw) => draw.Client() is not { } client ? null : new(
        draw.Actor, $"rotate the secret of {client}", ClientWrite, calls => calls.RotateSecretAsync(draw.Actor, client), (world, _) => world, client);

    private static WalkStep? DeleteClient(Draw draw) => draw.Random.Next(3) > 0 || draw.Client() is not { } client ? null : new(
        draw.Actor, $"delete {client}", ClientDelete, calls => calls.DeleteClientAsync(draw.Actor, client),
        (world, _) => world with { Accounts = world.Accounts.Remove(client) });

    private static WalkStep? AssignToClient(Draw draw)
    {
        if (draw.Client() is not { } client) return null;
        var role = draw.Role();
        return new(
            draw.Actor, $"assign {role} to client {client}", ClientWrite, calls => calls.AssignToClientAsync(draw.Actor, client, role),
            (world, _) => world.With(client, account => account with { Roles = account.Roles.Add(role) }));
    }

    private static WalkStep? UnassignFromClient(Draw draw)
    {
        if (draw.Client() is not { } client) return null;
        var role = draw.One([.. draw.World.Accounts[client].Roles]) ?? draw.Role();
        return new(
            draw.Actor, $"unassign {role} from client {client}", ClientWrite, calls => calls.UnassignFromClientAsync(draw.Actor, client, role),
            (world, _) => world.With(client, account => account with { Roles = account.Roles.Remove(role) }));
    }
}
