namespace AuthServe.Grains.Leases;

/// <summary>
/// How long things take. No settings: every silo waits for the leases of the others, so all must have the same.
/// </summary>
internal static class LeaseTimes
{
    /// <summary>How long a lease is good, from before its silo asked for it.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    /// <summary>How often a silo renews it.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// How long calls wait for a lease that has run out: a process that stood still has it again after a beat. No longer, for nobody else answers them
    /// meanwhile.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(400);

    /// <summary>A renewal that is older says that something is wrong with the way to the database.</summary>
    public static readonly TimeSpan Overdue = 2 * Beat;

    /// <summary>
    /// How much longer than <see cref="Duration"/> others wait for it to run out: two clocks may run at rates that differ by a tenth. Those
    /// of real machines differ by less than a thousandth.
    /// </summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(200);

    /// <summary>A silo that alone has no database for as long leaves, so that others take over its grains.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
}
