namespace AuthServe.Grains.Credentials;

/// <summary>The arithmetic of attempts and pauses: values in, values out.</summary>
internal static class Attempts
{
    /// <summary>How long the account is still locked; zero when an attempt may be made.</summary>
    public static TimeSpan RemainingPause(this CredentialsState state, DateTimeOffset now) =>
        state.LockedUntil is { } until && until > now ? until - now : TimeSpan.Zero;

    /// <summary>The state with one attempt counted as failed, which it is until its password proves otherwise.</summary>
    public static CredentialsState Reserve(this CredentialsState state, SignInOptions options, DateTimeOffset now)
    {
        var attempts = (now - state.LastAttemptAt > options.ForgetAfter ? 0 : state.Attempts) + 1;
        var doublings = Math.Min(attempts - options.MaxAttempts, 20);
        var pause = doublings < 0 ? TimeSpan.Zero : options.FirstPause * (1L << doublings);
        if (pause > options.LongestPause) pause = options.LongestPause;
        return state with
        {
            Attempts = attempts,
            LastAttemptAt = now,
            LockedUntil = pause > TimeSpan.Zero ? now + pause : null,
        };
    }
}
