namespace Kinora.Training.Forecasting;

/// <summary>Memory of this process and of the machine, as Linux tells it; elsewhere nobody does.</summary>
internal static class MemoryGauge
{
    /// <summary>The most that the process held since <see cref="ForgetPeak"/>, in bytes; null where unknown.</summary>
    public static long? Peak() => Read("/proc/self/status", "VmHWM:");

    /// <summary>What the process holds now, in bytes; null where unknown.</summary>
    public static long? Resident() => Read("/proc/self/status", "VmRSS:");

    /// <summary>Begins the search for a peak anew.</summary>
    public static void ForgetPeak()
    {
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Where it cannot be forgotten, the peak of before counts: the forecast is too high rather than too low.
        }
    }

    /// <summary>What the process holds and what it may still take, within its control group too; null where unknown.</summary>
    public static long? Available()
    {
        if (Resident() is not { } held || Read("/proc/meminfo", "MemAvailable:") is not { } free)
        {
            return null;
        }

        var group = Number("/sys/fs/cgroup/memory.max") is { } limit && Number("/sys/fs/cgroup/memory.current") is { } used ? limit - used : long.MaxValue;
        return held + Math.Min(free, Math.Max(0, group));
    }

    // "VmHWM:    123456 kB"
    private static long? Read(string file, string key)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        var line = File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal));
        return line is not null && long.TryParse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), out var kilobytes) ? kilobytes << 10 : null;
    }

    // "max" where there is no limit.
    private static long? Number(string file) => File.Exists(file) && long.TryParse(File.ReadAllText(file).Trim(), out var value) ? value : null;
}
