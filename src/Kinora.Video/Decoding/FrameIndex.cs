namespace Kinora.Video.Decoding;

/// <summary>Every frame that decoding gives, in the order of presentation: its time, and whether decoding may start there.</summary>
public sealed class FrameIndex
{
    /// <summary>Number of frames.</summary>
    public int Count => throw new NotSupportedException("decoding is being written");

    /// <summary>Time of frame <paramref name="frame"/> in seconds since the first frame.</summary>
    public double Seconds(int frame) => throw new NotSupportedException("decoding is being written");

    /// <summary>Whether frame <paramref name="frame"/> is a key frame.</summary>
    public bool IsKeyFrame(int frame) => throw new NotSupportedException("decoding is being written");

    /// <summary>Number of the frame on show <paramref name="seconds"/> after the first one.</summary>
    public int At(double seconds) => throw new NotSupportedException("decoding is being written");
}
