using System.Diagnostics;
using System.Globalization;

namespace Kinora.Cli.Tests;

/// <summary>What a server's process holds.</summary>
/// <param name="Files">Its open files, sockets and pipes.</param>
/// <param name="Memory">Its resident memory, in MB.</param>
internal sealed record ServerUsage(IReadOnlyList<string> Files, long Memory)
{
    /// <summary>Looks once nothing of it works any more.</summary>
    /// <exception cref="TimeoutException">Processes that it started are still there after half a minute.</exception>
    public static async Task<ServerUsage> Settled(Process process)
    {
        var clock = Stopwatch.StartNew();
        while (Children(process.Id) is { Count: > 0 } left)
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(30))
            {
                throw new TimeoutException($"processes that nobody needs are left: {string.Join(", ", left)}");
            }

            await Task.Delay(100);
        }

        // Connections that were broken off are noticed a moment later.
        await Task.Delay(TimeSpan.FromSeconds(2));
        process.Refresh();
        return new ServerUsage([.. Directory.GetFiles($"/proc/{process.Id}/fd").Select(Target).OfType<string>().Order(StringComparer.Ordinal)], process.WorkingSet64 >> 20);
    }

    // Fields of /proc/N/stat after the name, which may hold anything: state, parent.
    private static List<string> Children(int parent)
    {
        var found = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => Path.GetFileName(folder).All(char.IsAsciiDigit)))
        {
            try
            {
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                if (stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == parent.ToString(CultureInfo.InvariantCulture))
                {
                    found.Add(stat[..(stat.LastIndexOf(')') + 3)]);
                }
            }
            catch (IOException)
            {
                // It ended while we looked.
            }
        }

        return found;
    }

    private static string? Target(string file)
    {
        try
        {
            return new FileInfo(file).LinkTarget;
        }
        catch (IOException)
        {
            // Closed while we looked.
            return null;
        }
    }
}
