using Kinora.Video.Interop;

namespace Kinora.Video.Decoding;

/// <summary>
/// Finds the frames of a file. Reading the packets' headers is fast, and is enough where they prove what decoding will give: every packet
/// whole, one picture in each, all times known and in the order of coding. Anything else is decoded once.
/// </summary>
internal sealed class IndexBuilder
{
    private readonly NativeReader reader;
    private readonly VideoNative.StreamInfo stream;

    public IndexBuilder(NativeReader reader)
    {
        this.reader = reader;
        stream = reader.Stream;
    }

    /// <summary>What is wrong with the file, or null.</summary>
    public string? Warning { get; private set; }

    /// <summary>Size of the first frame, where it was decoded.</summary>
    public FrameSize? FirstSize { get; private set; }

    private double SecondsPerTick => (double)stream.TimeBaseNumerator / stream.TimeBaseDenominator;

    /// <summary>The index by headers, from the packet after the last one read; null where headers prove too little.</summary>
    public FrameIndex? FromHeaders()
    {
        var packets = new PacketTable();
        var shown = new List<(FrameIndex.Entry Frame, long Order, bool NewOrder)>();
        var timed = true;
        var bidirectional = false;
        int answer;
        while ((answer = reader.Next(out var packet)) == 1)
        {
            reader.Inspect(ref packet);
            RefuseEncrypted(packet);
            var number = packets.Count;
            packets.Add(packet);
            if (packet.Pictures is < 0 or > 1 || Has(packet, VideoNative.PacketFlags.Corrupt) || (number == 0 && !Has(packet, VideoNative.PacketFlags.Start)))
            {
                return null;
            }

            if (packet.Pictures == 1)
            {
                timed &= packet.Pts != VideoNative.NoTime;
                bidirectional |= Has(packet, VideoNative.PacketFlags.Bidirectional);
                var frame = new FrameIndex.Entry(packet.Pts, packet.Duration, number, Has(packet, VideoNative.PacketFlags.Key));
                // -1 marks what decoding gives but the player must not show.
                shown.Add((Has(packet, VideoNative.PacketFlags.Discard) ? frame with { Packet = -1 - number } : frame, packet.Order, Has(packet, VideoNative.PacketFlags.Start)));
            }
        }

        if (answer < 0 || !timed || Missing(packets.Count) > 0 || (bidirectional && reader.Codec != "mpeg4") || !InOrder(shown))
        {
            return null;
        }

        var frames = shown.Select(s => s.Frame).Where(f => f.Packet >= 0).OrderBy(f => f.Time).ToList();
        return new FrameIndex(frames, packets, SecondsPerTick, exactStarts: stream.SeekableCodec != 0 && packets.Distinct, decoded: false);
    }

    /// <summary>The index by decoding the whole file. The reader stands at its first packet.</summary>
    public FrameIndex FromDecoding()
    {
        reader.ResetDecoder(fresh: true);
        var packets = new PacketTable();
        var frames = new List<FrameIndex.Entry>();
        var problems = 0;
        var damaged = 0;
        var corrupt = 0;
        var hidden = 0;
        var more = true;
        var demuxFailed = false;
        while (more)
        {
            var answer = reader.Next(out var packet);
            if (answer == 1)
            {
                reader.Inspect(ref packet);
                RefuseEncrypted(packet);
                corrupt += Has(packet, VideoNative.PacketFlags.Corrupt) ? 1 : 0;
                hidden += packet.Pictures == 0 || Has(packet, VideoNative.PacketFlags.Discard) ? 1 : 0;
                packets.Add(packet);
                problems += reader.Send(packets.Count - 1, skip: false) ? 0 : 1;
            }
            else
            {
                demuxFailed = answer < 0;
                reader.Drain();
            }

            DecoderAnswer decoded;
            while ((decoded = reader.Receive(out var frame)) is DecoderAnswer.Frame or DecoderAnswer.Broken)
            {
                if (decoded == DecoderAnswer.Broken)
                {
                    problems++;
                    continue;
                }

                FirstSize ??= new FrameSize(frame.Height, frame.Width);
                damaged += frame.Damaged;
                frames.Add(new FrameIndex.Entry(TimeAfter(frames, frame), frame.Duration, (int)frame.Packet, frame.Key != 0));
            }

            more = decoded != DecoderAnswer.End;
        }

        var missing = Missing(packets.Count);
        if (frames.Count > 0 && (problems > 0 || damaged > 0 || corrupt > 0 || demuxFailed || missing > 0))
        {
            Warn(frames.Count, packets.Count - hidden + missing, damaged, cut: demuxFailed || missing > 0);
        }

        // Where something is broken, what the decoder makes of it depends on the frames before, so it must see them all.
        var whole = problems == 0 && damaged == 0 && corrupt == 0;
        return new FrameIndex(frames, packets, SecondsPerTick, exactStarts: whole && stream.SeekableCodec != 0 && packets.Distinct, decoded: true);
    }

    private static bool Has(in VideoNative.Packet packet, VideoNative.PacketFlags flag) => packet.Flags.HasFlag(flag);

    /// <summary>
    /// Whether the decoder will show the frames in the order of their times, and show them all: the order that the codec tells agrees,
    /// nothing is shown before the first key frame, and the decoder looks ahead far enough.
    /// </summary>
    private bool InOrder(List<(FrameIndex.Entry Frame, long Order, bool NewOrder)> shown)
    {
        if (shown.Count == 0)
        {
            return false;
        }

        var byTime = Enumerable.Range(0, shown.Count).OrderBy(n => shown[n].Frame.Time).ToArray();
        if (byTime[0] != 0)
        {
            return false;
        }

        // A frame waits for those that are coded after it and shown before it.
        var last = -1;
        for (var place = 0; place < byTime.Length; place++)
        {
            var coded = byTime[place];
            if (place > 0 && shown[coded].Frame.Time == shown[byTime[place - 1]].Frame.Time)
            {
                return false;
            }

            last = Math.Max(last, coded);
            if (last - place > stream.ReorderDepth && reader.Codec is "h264" or "hevc" && last - place > 0)
            {
                return false;
            }
        }

        // The codec's own order runs within groups: each key frame may start it anew.
        if (shown[0].Order != VideoNative.NoTime)
        {
            for (var first = 0; first < shown.Count;)
            {
                var end = first + 1;
                while (end < shown.Count && !shown[end].NewOrder)
                {
                    end++;
                }

                var group = shown.GetRange(first, end - first);
                var times = group.OrderBy(s => s.Frame.Time).Select(s => s.Frame.Time);
                if (!group.OrderBy(s => s.Order).Select(s => s.Frame.Time).SequenceEqual(times))
                {
                    return false;
                }

                first = end;
            }
        }

        return true;
    }

    private long TimeAfter(List<FrameIndex.Entry> frames, in VideoNative.Frame frame)
    {
        if (frames.Count == 0)
        {
            return frame.Time == VideoNative.NoTime ? 0 : frame.Time;
        }

        // Frames come in the order of presentation; a time that says otherwise, or none, is mended.
        var before = frames[^1];
        var step = before.Duration > 0 ? before.Duration : (long)Math.Round(1 / SecondsPerTick / NominalRate);
        return frame.Time == VideoNative.NoTime ? before.Time + step : Math.Max(frame.Time, before.Time);
    }

    private double NominalRate => stream.RateNumerator > 0 && stream.RateDenominator > 0 ? (double)stream.RateNumerator / stream.RateDenominator : 25;

    /// <summary>How many frames the container promises beyond the packets that are there. AVI files often promise one too many.</summary>
    private long Missing(int packets)
    {
        var missing = stream.DeclaredFrames - packets;
        return missing > 1 ? missing : 0;
    }

    private void Warn(int found, long expected, int damaged, bool cut)
    {
        var complaint = reader.Complaint;
        var why = complaint.Length > 0 ? $": {complaint}" : "";
        expected = Math.Max(expected, found);
        Warning = cut ? $"breaks after {found} of {expected} frames{why}"
            : damaged > 0 ? $"{found} of {expected} frames could be decoded, {damaged} of them damaged{why}"
            : $"{found} of {expected} frames could be decoded{why}";
    }

    private void RefuseEncrypted(in VideoNative.Packet packet)
    {
        if (stream.Encrypted != 0 || Has(packet, VideoNative.PacketFlags.Encrypted))
        {
            throw reader.Broken("is encrypted, so its frames cannot be read");
        }
    }
}
