using System.Runtime.InteropServices;

namespace AuthServe.Http;

/// <summary>
/// The processor time of another process, of all its threads, those that have ended too (POSIX, <c>clock_getcpuclockid</c>). What
/// <see cref="System.Diagnostics.Process"/> says is in hundredths of a second, which is several requests.
/// </summary>
internal static partial class ProcessClock
{
    /// <summary>What the process has used so far; null where there is no such clock.</summary>
    public static TimeSpan? TryRead(int process)
    {
        if (!OperatingSystem.IsLinux()) return null;
        if (GetClock(process, out var clock) != 0 || GetTime(clock, out var time) != 0) return null;
        return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1_000.0);
    }

    [LibraryImport("libc", EntryPoint = "clock_getcpuclockid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetClock(int process, out int clock);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
