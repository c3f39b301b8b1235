using System.Diagnostics;
using System.Security.Cryptography;

namespace Kinora.Video.Tests.Decoding;

/// <summary>The reference program.</summary>
internal static class Ffmpeg
{
    /// <summary>A digest of each frame that ffmpeg writes for a file; all frames have the given size.</summary>
    public static List<string> Digests(string path, FrameSize size, string? filter = null, int? threads = null)
    {
        string[] filters = filter is null ? [] : ["-vf", filter];
        string[] decoder = threads is null ? [] : ["-threads", $"{threads}"];
        var start = new ProcessStartInfo("ffmpeg", ["-nostdin", "-loglevel", "quiet", .. decoder, "-i", path, "-fps_mode", "passthrough", .. filters, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.BaseStream;
        var frame = new byte[size.Height * size.Width * 3];
        var digests = new List<string>();
        int read;
        while ((read = output.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false)) == frame.Length)
        {
            digests.Add(Digest(frame));
        }

        process.WaitForExit();
        Assert.True(read == 0, $"ffmpeg's output for {path} is no whole number of frames of {size}: {read} bytes are left");
        return digests;
    }

    public static string Digest(ReadOnlySpan<byte> frame) => Convert.ToHexString(SHA256.HashData(frame));

    public static List<string> Digests(Frames frames) =>
        [.. Enumerable.Range(0, frames.Count).Select(t => Digest(frames[t]))];

    /// <summary>Makes a file.</summary>
    public static void Make(params string[] arguments) => Kinora.Tests.Places.Run("ffmpeg", ["-nostdin", "-loglevel", "error", "-y", .. arguments]);
}
