using Kinora.Video.Interop;

namespace Kinora.Video.Decoding;

/// <summary>The packets of a video stream in the order of the file. A packet's number is its place here.</summary>
internal sealed class PacketTable
{
    private readonly List<Entry> entries = [];
    private readonly Dictionary<(long Position, long Pts, int Size), int> numbers = [];

    public int Count => entries.Count;

    /// <summary>Whether no two packets look alike, so that one met after a jump tells where in the file it stands.</summary>
    public bool Distinct { get; private set; } = true;

    public Entry this[int number] => entries[number];

    public void Add(in VideoNative.Packet packet)
    {
        Distinct &= packet.Position >= 0 && numbers.TryAdd((packet.Position, packet.Pts, packet.Size), entries.Count);
        entries.Add(new Entry(packet.Pts, packet.Dts, packet.Duration, packet.Position, packet.Size, packet.Flags));
    }

    /// <summary>The number of a packet just read, or -1 when it is none of these (a piece of one, after a jump into its middle).</summary>
    public int NumberOf(in VideoNative.Packet packet) =>
        numbers.GetValueOrDefault((packet.Position, packet.Pts, packet.Size), -1);

    public bool Is(int number, in VideoNative.Packet packet)
    {
        var entry = entries[number];
        return entry.Position == packet.Position && entry.Size == packet.Size;
    }

    internal readonly record struct Entry(long Pts, long Dts, long Duration, long Position, int Size, VideoNative.PacketFlags Flags)
    {
        public bool Starts => Flags.HasFlag(VideoNative.PacketFlags.Start);

        public bool Disposable => Flags.HasFlag(VideoNative.PacketFlags.Disposable);

        /// <summary>The time by which a demuxer finds this packet.</summary>
        public long SeekTime => Dts != VideoNative.NoTime ? Dts : Pts;
    }
}
