using System.Globalization;
using System.Runtime.InteropServices;
using Kinora.Data.Loading;

namespace Kinora.Cli.Doctor;

/// <summary>The machine: system, processor, memory, disk, and the folders Kinora writes to.</summary>
internal static class MachineChecks
{
    private const double Gigabyte = 1e9;

    public static IEnumerable<Check> Run(string runsFolder)
    {
        yield return Check.Good("system", $"{SystemName()}, {RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}");
        yield return Check.Good(".NET", RuntimeInformation.FrameworkDescription);
        yield return Processor(File.Exists("/proc/cpuinfo") ? File.ReadAllLines("/proc/cpuinfo") : []);
        yield return Memory(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        yield return Disk(runsFolder);
        yield return Writable("runs folder", runsFolder, "start Kinora in a folder you may write to");
        yield return Writable("cache", CacheFolder.Default, "name a folder you may write to in KINORA_CACHE");
    }

    /// <param name="cpuInfo">The lines of /proc/cpuinfo.</param>
    internal static Check Processor(IReadOnlyList<string> cpuInfo)
    {
        var flags = (Value(cpuInfo, "flags") ?? Value(cpuInfo, "Features") ?? "").Split(' ').ToHashSet();
        var isArm = flags.Contains("asimd");
        string[] features =
        [
            .. new[] { ("avx2", "AVX2"), ("avx512f", "AVX-512"), ("avx512_vnni", "VNNI"), ("avx512_bf16", "bf16"), ("amx_tile", "AMX"), ("asimd", "NEON"), ("bf16", "bf16") }
                .Where(pair => flags.Contains(pair.Item1))
                .Select(pair => pair.Item2),
        ];
        var found = $"{Value(cpuInfo, "model name") ?? "unknown"}, {Environment.ProcessorCount} logical cores{(features.Length == 0 ? "" : ", " + string.Join(' ', features))}";
        return isArm || flags.Contains("avx2")
            ? Check.Good("processor", found)
            : Check.Weak("processor", found, "without AVX2 training takes several times as long");
    }

    internal static Check Memory(long bytes)
    {
        var found = string.Create(CultureInfo.InvariantCulture, $"{bytes / Gigabyte:0.0} GB");
        return bytes >= 4 * Gigabyte
            ? Check.Good("memory", found)
            : Check.Weak("memory", found, "training wants 4 GB or more: keep batches and frames small (--batch-size 2 --size 64)");
    }

    internal static Check Writable(string name, string folder, string advice)
    {
        folder = Path.GetFullPath(folder);
        var probe = Path.Combine(Nearest(folder), $".kinora-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return Check.Good(name, folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Check.Bad(name, $"{folder}: cannot be written: {e.Message}", advice);
        }
    }

    private static Check Disk(string folder)
    {
        var drive = new DriveInfo(Nearest(folder));
        var found = string.Create(CultureInfo.InvariantCulture, $"{drive.AvailableFreeSpace / Gigabyte:0.0} GB free for runs");
        return drive.AvailableFreeSpace >= Gigabyte ? Check.Good("disk", found) : Check.Weak("disk", found, "checkpoints of large networks take hundreds of megabytes: free some space");
    }

    /// <summary>The folder, or the nearest above it that exists: what counts is whether the folder could be made.</summary>
    private static string Nearest(string folder)
    {
        for (folder = Path.GetFullPath(folder); !Directory.Exists(folder);)
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }

    private static string SystemName()
    {
        const string Release = "/etc/os-release";
        var name = File.Exists(Release) ? File.ReadLines(Release).FirstOrDefault(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal)) : null;
        return name is null ? RuntimeInformation.OSDescription : name["PRETTY_NAME=".Length..].Trim('"');
    }

    private static string? Value(IReadOnlyList<string> lines, string key) =>
        lines.Select(line => line.Split(':', 2)).FirstOrDefault(pair => pair.Length == 2 && pair[0].Trim() == key)?[1].Trim();
}
