namespace Kinora.Video.Decoding;

/// <summary>Every frame that decoding gives, in the order of presentation: its time, and whether it is a key frame.</summary>
public sealed class FrameIndex
{
    private readonly Entry[] frames;
    private readonly int[] frameOfPacket;
    private readonly StartPoint[] starts;
    private readonly double secondsPerTick;

    /// <param name="frames">The frames in the order of presentation.</param>
    /// <param name="packets">The packets they come from.</param>
    /// <param name="secondsPerTick">Unit of times.</param>
    /// <param name="exactStarts">Whether decoding may start at key frames and leave out what nothing refers to; else all is decoded from the first packet.</param>
    /// <param name="decoded">Whether the frames were found by decoding them.</param>
    internal FrameIndex(IReadOnlyList<Entry> frames, PacketTable packets, double secondsPerTick, bool exactStarts, bool decoded)
    {
        this.frames = [.. frames];
        this.secondsPerTick = secondsPerTick;
        Packets = packets;
        Decoded = decoded;
        frameOfPacket = new int[packets.Count];
        Array.Fill(frameOfPacket, -1);
        OneFrameAPacket = true;
        for (var n = 0; n < this.frames.Length; n++)
        {
            var packet = this.frames[n].Packet;
            if (packet < 0 || packet >= packets.Count || frameOfPacket[packet] >= 0)
            {
                OneFrameAPacket = false;
                break;
            }

            frameOfPacket[packet] = n;
        }

        Exact = exactStarts && OneFrameAPacket;
        starts = Exact ? FindStarts() : [new StartPoint(0, 0)];
    }

    /// <summary>Number of frames.</summary>
    public int Count => frames.Length;

    /// <summary>Whether the frames were found by decoding the file once; else the packets' headers told.</summary>
    public bool Decoded { get; }

    internal PacketTable Packets { get; }

    /// <summary>Whether a frame can be told by the packet it comes from. Where not, frames are counted from the first.</summary>
    internal bool OneFrameAPacket { get; }

    /// <summary>Whether frames come out the same when others that they do not refer to are left out. Not so where something is broken.</summary>
    internal bool Exact { get; }

    /// <summary>From the first frame to the end of the last, in seconds.</summary>
    internal double Duration => Count == 0 ? 0 : Seconds(Count - 1) + (frames[^1].Duration * secondsPerTick);

    /// <summary>Time of frame <paramref name="frame"/> in seconds since the first frame.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    public double Seconds(int frame) => (Of(frame).Time - frames[0].Time) * secondsPerTick;

    /// <summary>Whether frame <paramref name="frame"/> is a key frame.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    public bool IsKeyFrame(int frame) => Of(frame).Key;

    /// <summary>Number of the frame on show <paramref name="seconds"/> after the first one appears.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative, no number, or after the end of the last frame.</exception>
    public int At(double seconds)
    {
        if (!(seconds >= 0 && seconds <= Duration))
        {
            throw new ArgumentOutOfRangeException(nameof(seconds), $"{seconds} s is outside the video, which lasts {Duration} s");
        }

        // Times are whole ticks; a time computed from a frame's own must find that frame whatever its last bit says.
        var tick = frames[0].Time + (long)Math.Floor((seconds / secondsPerTick) + 1e-6);
        var (low, high) = (0, Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = frames[middle].Time <= tick ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    /// <summary>The frame that a packet holds, or -1 when it shows none.</summary>
    internal int FrameOfPacket(long packet) => packet >= 0 && packet < frameOfPacket.Length ? frameOfPacket[packet] : -1;

    /// <summary>The packet that holds a frame.</summary>
    internal int PacketOf(int frame) => frames[frame].Packet;

    /// <summary>The last place from which decoding gives frame <paramref name="frame"/> exactly.</summary>
    internal StartPoint StartFor(int frame)
    {
        var (low, high) = (0, starts.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = starts[middle].Frame <= frame ? (middle, high) : (low, middle - 1);
        }

        return starts[low];
    }

    /// <summary>When a frame appears, in the file's own time.</summary>
    internal long Ticks(int frame) => Of(frame).Time;

    /// <summary>How long a frame stays, as the file says; 0 where it does not.</summary>
    internal long TicksShown(int frame) => Of(frame).Duration;

    /// <summary>Seconds between each frame and the next.</summary>
    internal IEnumerable<double> Gaps()
    {
        for (var n = 1; n < frames.Length; n++)
        {
            yield return (frames[n].Time - frames[n - 1].Time) * secondsPerTick;
        }
    }

    private Entry Of(int frame)
    {
        if ((uint)frame >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(nameof(frame), $"frame {frame} of a video of {Count} frames (numbers start at 0)");
        }

        return frames[frame];
    }

    /// <summary>
    /// A key frame is a place to start for itself and what is shown after it. Pictures coded after but shown before it may refer to what
    /// came before (an open group of pictures), so they belong to the start before.
    /// </summary>
    private StartPoint[] FindStarts()
    {
        // The first packet that the frames from n on need.
        var needs = new int[Count + 1];
        needs[Count] = int.MaxValue;
        for (var n = Count - 1; n >= 0; n--)
        {
            needs[n] = Math.Min(needs[n + 1], frames[n].Packet);
        }

        var found = new List<StartPoint> { new(0, 0) };
        for (var n = 1; n < Count; n++)
        {
            if (Packets[frames[n].Packet].Starts && needs[n] == frames[n].Packet)
            {
                found.Add(new StartPoint(frames[n].Packet, n));
            }
        }

        return [.. found];
    }

    /// <summary>A frame: its time in ticks, how long it stays, and the packet that holds it.</summary>
    internal readonly record struct Entry(long Time, long Duration, int Packet, bool Key);

    /// <summary>Decoding from packet <paramref name="Packet"/> gives frames from <paramref name="Frame"/> on exactly.</summary>
    internal readonly record struct StartPoint(int Packet, int Frame);
}
