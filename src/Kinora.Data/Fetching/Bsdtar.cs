using System.ComponentModel;
using System.Diagnostics;

namespace Kinora.Data.Fetching;

/// <summary>The program <c>bsdtar</c> (Debian's <c>libarchive-tools</c>), which unpacks rar and much else.</summary>
internal static class Bsdtar
{
    private const string Program = "bsdtar";

    /// <summary>Refuses, before anything is fetched, what could not be unpacked afterwards.</summary>
    /// <exception cref="DataException">The program is not installed.</exception>
    public static void Require(string archive)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, Program))))
        {
            throw Missing(archive);
        }
    }

    /// <summary>Unpacks an archive. It refuses by itself what would lie outside the folder.</summary>
    /// <exception cref="DataException">The program is not installed, or cannot unpack it.</exception>
    public static async Task Unpack(string archive, string folder, CancellationToken cancellation)
    {
        string[] arguments = ["-x", "-f", Path.GetFullPath(archive), "-C", folder, "--no-same-owner", "--no-same-permissions"];
        using var process = Start(archive, arguments);
        try
        {
            var complaints = await process.StandardError.ReadToEndAsync(cancellation).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            if (process.ExitCode != 0)
            {
                var first = complaints.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? $"it ended with {process.ExitCode}";
                throw new DataException($"{archive} cannot be unpacked: {first}; where it is damaged, remove it to fetch it anew");
            }
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static Process Start(string archive, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(Program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardInput = true })!;
        }
        catch (Win32Exception e)
        {
            throw new DataException(Missing(archive).Message, e);
        }
    }

    private static DataException Missing(string archive) =>
        new($"{Path.GetFileName(archive)} needs the program {Program} to be unpacked, which is not on this machine; install it (apt-get install libarchive-tools) and start again");
}
