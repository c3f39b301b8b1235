using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Kinora.Results;

/// <summary>Where a run took place: the content of <c>environment.json</c>.</summary>
public sealed record EnvironmentRecord
{
    /// <summary>Name of the detail that holds the folder the program was started in, from which relative paths of the recipe are meant.</summary>
    public const string StartedIn = "started_in";

    /// <summary>Operating system and kernel: "Debian GNU/Linux 12 (bookworm), Unix 6.1.0".</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>Model of the processor.</summary>
    public required string Processor { get; init; }

    /// <summary>Logical cores this process may use.</summary>
    public required int Cores { get; init; }

    /// <summary>Memory this process may use, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Version of .NET.</summary>
    public required string DotNet { get; init; }

    /// <summary>Version of Kinora.</summary>
    public required string Version { get; init; }

    /// <summary>Commit that Kinora was built from, null when it was not built in a git checkout.</summary>
    public string? Commit { get; init; }

    /// <summary>What other parts add: versions of libraries, threads, device.</summary>
    public required IReadOnlyDictionary<string, string> Details { get; init; }

    /// <summary>This machine, this program.</summary>
    public static EnvironmentRecord Current(IReadOnlyDictionary<string, string> details)
    {
        // The SDK writes VERSION+COMMIT when it builds in a checkout.
        var version = typeof(EnvironmentRecord).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+', 2);
        return new EnvironmentRecord
        {
            OperatingSystem = $"{RuntimeInformation.OSDescription}, {System.Environment.OSVersion.VersionString}",
            Processor = FirstValue("/proc/cpuinfo", "model name", ':') ?? RuntimeInformation.ProcessArchitecture.ToString(),
            Cores = System.Environment.ProcessorCount,
            MemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            DotNet = RuntimeInformation.FrameworkDescription,
            Version = version[0],
            Commit = version.Length > 1 ? version[1] : null,
            Details = details,
        };
    }

    /// <summary>Writes <c>environment.json</c>; nothing is left half written.</summary>
    /// <exception cref="ResultsException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, this, ResultsJson.Files.EnvironmentRecord));

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ResultsException">There is no such file, or it holds no environment.</exception>
    public static EnvironmentRecord Load(string path) => ResultsJson.Load(path, ResultsJson.Files.EnvironmentRecord, "training writes it");


    private static string? FirstValue(string file, string key, char separator) => !File.Exists(file) ? null : File.ReadLines(file)
        .Select(line => line.Split(separator, 2))
        .FirstOrDefault(pair => pair.Length == 2 && pair[0].Trim() == key)?[1].Trim();
}
