using Kinora.Video.Decoding;

namespace Kinora.Video.Sandbox;

/// <summary>What is asked of the process that decodes.</summary>
internal enum SandboxRequest : byte
{
    Info = 1,
    Warning,
    Times,
    IsKeyFrame,
    Read,
}

/// <summary>How it answers.</summary>
internal enum SandboxReply : byte
{
    Done = 1,

    /// <summary>A <see cref="VideoException"/>, with its message.</summary>
    Refused,

    /// <summary>An <see cref="ArgumentOutOfRangeException"/>, with its message.</summary>
    OutOfRange,
}

/// <summary>What both sides write and read the same way.</summary>
internal static class SandboxMessages
{
    public static void Write(this BinaryWriter writer, VideoInfo info)
    {
        writer.Write(info.Codec);
        writer.Write(info.Width);
        writer.Write(info.Height);
        writer.Write(info.Rotation);
        writer.Write(info.FrameRate);
        writer.Write(info.Duration.Ticks);
        writer.Write(info.FrameCount);
        writer.Write(info.VariableRate);
        writer.Write(info.PixelAspect);
        writer.Write(info.Mirrored);
    }

    public static VideoInfo ReadInfo(this BinaryReader reader, string path) => new(
        path,
        reader.ReadString(),
        reader.ReadInt32(),
        reader.ReadInt32(),
        reader.ReadInt32(),
        reader.ReadDouble(),
        new TimeSpan(reader.ReadInt64()),
        reader.ReadInt32(),
        reader.ReadBoolean())
    {
        PixelAspect = reader.ReadDouble(),
        Mirrored = reader.ReadBoolean(),
    };
}
