using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Kinora.Tests;

/// <summary>Where tests find what is not theirs: the repository, real data, the reference programs.</summary>
internal static class Places
{
    /// <summary>The root of the checkout.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>A path below <c>KINORA_TEST_DATA</c>; skips the test, with a reason, where the data is absent.</summary>
    public static string RealData(params string[] parts)
    {
        var root = Environment.GetEnvironmentVariable("KINORA_TEST_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "KINORA_TEST_DATA is not set: no real data");
        var path = Path.Combine([root!, .. parts]);
        Assert.SkipUnless(Path.Exists(path), $"no {Path.Combine(parts)} in KINORA_TEST_DATA");
        return path;
    }

    /// <summary>Skips the test unless the long ones were asked for (<c>./test --long</c>).</summary>
    public static void LongOnly() =>
        Assert.SkipUnless(Environment.GetEnvironmentVariable("KINORA_TEST_LONG") == "1", "long: run with ./test --long");

    /// <summary>A fresh folder, removed when disposed.</summary>
    public static TemporaryFolder Temporary([CallerMemberName] string name = "") => new(name);

    /// <summary>Runs a reference program; returns its standard output, or fails with its standard error.</summary>
    public static byte[] Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var errors = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.GetAwaiter().GetResult()}");
        return output.ToArray();
    }

    /// <summary>Runs Debian's Python, the one that has the reference libraries.</summary>
    public static byte[] Python(string script, params string[] arguments) => Run("/usr/bin/python3", [script, .. arguments]);

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Kinora.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"no Kinora.slnx above {AppContext.BaseDirectory}");
    }
}

/// <summary>A folder for one test, removed with all it holds.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder(string name) => Path = Directory.CreateTempSubdirectory($"kinora-{name}-").FullName;

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
