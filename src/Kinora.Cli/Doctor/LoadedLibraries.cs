using System.Text.RegularExpressions;

namespace Kinora.Cli.Doctor;

/// <summary>The shared libraries of this process.</summary>
internal static class LoadedLibraries
{
    /// <summary>The file of a loaded library, links resolved, or null.</summary>
    /// <param name="name">Without version and ending: <c>libavcodec</c>.</param>
    public static string? Find(string name) =>
        File.ReadLines("/proc/self/maps")
            .Select(line => line[(line.LastIndexOf(' ') + 1)..])
            .FirstOrDefault(path => Path.GetFileName(path).StartsWith(name + ".so", StringComparison.Ordinal));

    /// <summary>The version in the name of a loaded library: 4.6.0 of <c>libopencv_core.so.4.6.0</c>; null when it has none.</summary>
    public static string? Version(string name) =>
        Find(name) is { } path && Regex.Match(path, @"\.so\.(\d[\d.]*)$", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } match ? match.Groups[1].Value : null;
}
