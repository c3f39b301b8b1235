using System.ComponentModel;
using System.Runtime.InteropServices;
using Kinora.Video.Decoding;

namespace Kinora.Video.Sandbox;

/// <summary>The process that decodes one video for another process, within limits that the system enforces.</summary>
public static partial class SandboxWorker
{
    /// <summary>Limits this process, opens the video it is told and answers until nobody asks any more.</summary>
    /// <param name="input">Requests of <see cref="SandboxedVideo"/>: standard input.</param>
    /// <param name="output">The answers: standard output, where nothing else may be written.</param>
    /// <exception cref="Win32Exception">The system refuses the limits.</exception>
    public static void Run(Stream input, Stream output)
    {
        using var reader = new BinaryReader(input);
        using var writer = new BinaryWriter(new BufferedStream(output, 1 << 16));
        try
        {
            var path = reader.ReadString();
            Limit(Resource.Data, (ulong)reader.ReadInt64());
            // Should nobody be there any more to stop it.
            Limit(Resource.ProcessorSeconds, (ulong)reader.ReadInt64());
            Limit(Resource.FileSize, 0);
            Limit(Resource.CoreSize, 0);
            Serve(path, reader, writer);
        }
        catch (EndOfStreamException)
        {
            // Nobody asks any more.
        }
    }

    private static void Serve(string path, BinaryReader reader, BinaryWriter writer)
    {
        VideoSource? video = null;
        try
        {
            Answer(writer, () =>
            {
                video = VideoSource.Open(path);
                writer.Write((byte)SandboxReply.Done);
                writer.Write(video.ScalesWhileDecoding);
            });
            while (video is not null)
            {
                var request = (SandboxRequest)reader.ReadByte();
                Answer(writer, () => Do(request, video, reader, writer));
            }
        }
        finally
        {
            video?.Dispose();
        }
    }

    private static void Do(SandboxRequest request, VideoSource video, BinaryReader reader, BinaryWriter writer)
    {
        switch (request)
        {
            case SandboxRequest.Info:
                var info = video.Info;
                writer.Write((byte)SandboxReply.Done);
                writer.Write(info);
                break;
            case SandboxRequest.Warning:
                var warning = video.Warning;
                writer.Write((byte)SandboxReply.Done);
                writer.Write(warning is not null);
                writer.Write(warning ?? "");
                break;
            case SandboxRequest.Times:
                var times = video.Times;
                writer.Write((byte)SandboxReply.Done);
                writer.Write(times?.Count ?? -1);
                foreach (var time in times ?? [])
                {
                    writer.Write(time);
                }

                break;
            case SandboxRequest.IsKeyFrame:
                var isKey = video.IsKeyFrame(reader.ReadInt32());
                writer.Write((byte)SandboxReply.Done);
                writer.Write(isKey);
                break;
            case SandboxRequest.Read:
                var numbers = new int[reader.ReadInt32()];
                for (var i = 0; i < numbers.Length; i++)
                {
                    numbers[i] = reader.ReadInt32();
                }

                var size = new FrameSize(reader.ReadInt32(), reader.ReadInt32());
                var frames = video.Read(numbers, size.Height > 0 ? size : null);
                writer.Write((byte)SandboxReply.Done);
                writer.Write(frames.Height);
                writer.Write(frames.Width);
                writer.Write(frames.Pixels);
                break;
            default:
                throw new InvalidDataException($"no request is numbered {(int)request}");
        }
    }

    // Everything that may fail is done before the first byte of an answer.
    private static void Answer(BinaryWriter writer, Action answer)
    {
        try
        {
            answer();
        }
        catch (Exception e) when (e is VideoException or ArgumentOutOfRangeException or OutOfMemoryException)
        {
            writer.Write((byte)(e is ArgumentOutOfRangeException ? SandboxReply.OutOfRange : SandboxReply.Refused));
            writer.Write(e is OutOfMemoryException ? "needs more memory than a video may" : e.Message);
        }

        writer.Flush();
    }

    private static void Limit(Resource resource, ulong value)
    {
        var limit = new ResourceLimit(value, value);
        if (SetLimit((int)resource, in limit) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"the limit of {resource} cannot be set to {value}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in ResourceLimit limit);

    // Linux's numbers on x86-64 and arm64.
    private enum Resource
    {
        ProcessorSeconds = 0,
        FileSize = 1,
        Data = 2,
        CoreSize = 4,
    }

    private readonly record struct ResourceLimit(ulong Soft, ulong Hard);
}
