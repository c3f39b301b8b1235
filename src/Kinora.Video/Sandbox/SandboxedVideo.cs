using System.Diagnostics;
using Kinora.Video.Decoding;

namespace Kinora.Video.Sandbox;

/// <summary>
/// A video of unknown origin, decoded in a process of its own: whatever the file does to a decoder, to memory or to time, it costs
/// this one video and nothing else. Gives the pixels that <see cref="VideoSource.Open(string, int)"/> gives.
/// </summary>
public sealed class SandboxedVideo : VideoSource
{
    private const int LongestMessage = 4096;

    private readonly string path;
    private readonly SandboxLimits limits;
    private readonly Process process;
    private readonly BinaryWriter writer;
    private readonly BinaryReader reader;
    private readonly Timer clock;
    private volatile bool isLate;
    private bool scalesWhileDecoding;
    private VideoInfo? info;
    private KnownTimes? times;

    private SandboxedVideo(string path, SandboxProgram program, SandboxLimits limits)
    {
        (this.path, this.limits) = (path, limits);
        var start = new ProcessStartInfo(program.File, program.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
            Environment =
            {
                // The collector keeps to a part of what the system allows, and maps nothing through files, which it may not write.
                ["DOTNET_GCHeapHardLimit"] = $"{limits.Memory / 2:x}",
                ["DOTNET_EnableWriteXorExecute"] = "0",
                ["DOTNET_EnableDiagnostics"] = "0",
                ["DOTNET_TieredPGO"] = "0",
            },
        };
        process = Process.Start(start) ?? throw new VideoException($"{program.File} did not start, which decodes videos of unknown origin");
        writer = new BinaryWriter(new BufferedStream(process.StandardInput.BaseStream));
        reader = new BinaryReader(new BufferedStream(process.StandardOutput.BaseStream, 1 << 16));
        clock = new Timer(_ => Stop(), null, limits.Time, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public override VideoInfo Info => info ??= Ask(SandboxRequest.Info, [], reader => reader.ReadInfo(path));

    /// <inheritdoc/>
    public override string? Warning => Ask(SandboxRequest.Warning, [], reader => reader.ReadBoolean() is var there && reader.ReadString() is var text && there ? text : null);

    /// <inheritdoc/>
    public override IReadOnlyList<double>? Times => (times ??= Ask(SandboxRequest.Times, [], reader =>
    {
        var count = reader.ReadInt32();
        return new KnownTimes(count < 0 ? null : Enumerable.Range(0, count).Select(_ => reader.ReadDouble()).ToArray());
    })).Seconds;

    internal override bool ScalesWhileDecoding => scalesWhileDecoding;

    /// <summary>Opens a video.</summary>
    /// <param name="path">The file.</param>
    /// <param name="program">Decodes it.</param>
    /// <param name="limits">What it may cost.</param>
    /// <exception cref="VideoException">There is nothing, or nothing that could be read within the limits.</exception>
    public static SandboxedVideo Open(string path, SandboxProgram program, SandboxLimits limits)
    {
        var video = new SandboxedVideo(Path.GetFullPath(path), program, limits);
        try
        {
            video.writer.Write(video.path);
            video.writer.Write(limits.Memory);
            video.writer.Write((long)Math.Ceiling(limits.Time.TotalSeconds));
            video.scalesWhileDecoding = video.Hear(reader => reader.ReadBoolean());
            return video;
        }
        catch
        {
            video.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override bool IsKeyFrame(int frame) => Ask(SandboxRequest.IsKeyFrame, [frame], reader => reader.ReadBoolean());

    /// <inheritdoc/>
    public override Frames Read(ReadOnlySpan<int> frameNumbers, FrameSize? size = null)
    {
        var count = frameNumbers.Length;
        // Reading may find fewer frames, or another size, than the headers say.
        info = null;
        return Ask(SandboxRequest.Read, [count, .. frameNumbers, size?.Height ?? 0, size?.Width ?? 0], reader =>
        {
            var found = new FrameSize(reader.ReadInt32(), reader.ReadInt32());
            if (found.Height < 1 || found.Width < 1 || (size is { } asked && asked != found) || (Int128)count * found.Height * found.Width * 3 > limits.Memory)
            {
                throw new VideoException($"{path}: frames of {found} came out of the decoder's process, which cannot be");
            }

            var frames = Frames.Unwritten(count, found.Height, found.Width);
            reader.BaseStream.ReadExactly(frames.Pixels);
            return frames;
        });
    }

    /// <summary>Ends the process.</summary>
    public override void Dispose()
    {
        clock.Dispose();
        Kill();
        process.WaitForExit();
        // A process leaves to others the streams that it handed out. What is written to them still, nobody reads.
        process.StandardInput.BaseStream.Dispose();
        process.StandardOutput.BaseStream.Dispose();
        process.Dispose();
    }

    private T Ask<T>(SandboxRequest request, ReadOnlySpan<int> arguments, Func<BinaryReader, T> read)
    {
        try
        {
            writer.Write((byte)request);
            foreach (var argument in arguments)
            {
                writer.Write(argument);
            }
        }
        catch (IOException e)
        {
            throw Gone(e);
        }

        return Hear(read);
    }

    private T Hear<T>(Func<BinaryReader, T> read)
    {
        try
        {
            writer.Flush();
            switch ((SandboxReply)reader.ReadByte())
            {
                case SandboxReply.Done:
                    return read(reader);
                case SandboxReply.OutOfRange:
                    throw new ArgumentOutOfRangeException(paramName: null, Message());
                case SandboxReply.Refused:
                    throw new VideoException(Message());
                default:
                    throw new VideoException($"{path}: the decoder's process said what it cannot say");
            }
        }
        catch (IOException e)
        {
            throw Gone(e);
        }
    }

    private string Message() => reader.ReadString() is var text && text.Length <= LongestMessage ? text : text[..LongestMessage];

    // The process ended, or was ended.
    private VideoException Gone(IOException problem)
    {
        Kill();
        process.WaitForExit();
        return new VideoException(
            isLate ? $"{path}: decoding took longer than {limits.Time.TotalSeconds:0.#} s and was stopped" : $"{path}: the decoder broke down on it (its process ended with {process.ExitCode})",
            problem);
    }

    private void Stop()
    {
        isLate = true;
        Kill();
    }

    private void Kill()
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself, or was never there.
        }
    }

    // There may be none to know.
    private sealed record KnownTimes(IReadOnlyList<double>? Seconds);
}
