using System.Collections.Immutable;

namespace AuthServe.Grains.Grants;

/// <summary>An authorization as stored. One that has ended leaves no row: a credential of a grant that is not there is not good.</summary>
internal sealed record GrantState
{
    public GrantStage Stage { get; init; }

    /// <summary>Goes into every secret of this grant, base64: neither the database nor the cluster's key is enough to make one.</summary>
    public string Salt { get; init; } = "";

    /// <summary>When what the stage waits for is too late.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    public string ClientId { get; init; } = "";

    /// <summary>The parameters of a pushed request, as JSON; null when nothing was pushed or it is used up.</summary>
    public string? PushedParameters { get; init; }

    /// <summary>Whether the pushed request has been looked at, and so gained the time that signing in takes.</summary>
    public bool IsOpened { get; init; }

    public Guid User { get; init; }

    public Guid Organization { get; init; }

    public ImmutableArray<string> Scopes { get; init; } = [];

    public long PasswordGeneration { get; init; }

    public DateTimeOffset AuthenticatedAt { get; init; }

    public string? Agent { get; init; }

    public bool IsRefreshable { get; init; }

    /// <summary>The session of the browser it was allowed in, until its own has begun; null when in none.</summary>
    public Guid? Browser { get; init; }

    /// <summary>What the code is bound to; null when there is no code.</summary>
    public CodeState? Code { get; init; }

    /// <summary>The newest refresh token's generation, from 1.</summary>
    public int Generation { get; init; }

    /// <summary>When the newest refresh token took the place of the one before it.</summary>
    public DateTimeOffset RotatedAt { get; init; }
}

/// <summary>How far an authorization has come.</summary>
internal enum GrantStage
{
    /// <summary>Nothing is known of it.</summary>
    None = 0,

    /// <summary>Its request was pushed.</summary>
    Pushed = 1,

    /// <summary>There is a code for it.</summary>
    Code = 2,

    /// <summary>A device waits for a user.</summary>
    DeviceWaiting = 3,

    /// <summary>A user has allowed the device in.</summary>
    DeviceAllowed = 4,

    /// <summary>A user has refused the device.</summary>
    DeviceDenied = 5,

    /// <summary>Its session has begun.</summary>
    Active = 6,
}

/// <summary>What an authorization code is bound to, as stored.</summary>
internal sealed record CodeState
{
    public string RedirectUri { get; init; } = "";

    public string Challenge { get; init; } = "";

    public string? Nonce { get; init; }
}
