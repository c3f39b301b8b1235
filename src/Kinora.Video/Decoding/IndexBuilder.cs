using Kinora.Video.Interop;

namespace Kinora.Video.Decoding;

/// <summary>
/// Finds the frames of a file. Reading the packets' headers is fast, and is enough where they prove what decoding will give: every packet
/// whole and with one picture or none, in an order that is known. Anything else is decoded once.
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

    /// <summary>The index by headers; null where they prove too little. The reader stands at its first packet.</summary>
    public FrameIndex? FromHeaders()
    {
        reader.ForgetComplaints();
        var packets = new PacketTable();
        var pictures = new List<CodedPicture>();
        int answer;
        while ((answer = reader.Next(out var packet)) == 1)
        {
            reader.Inspect(ref packet);
            RefuseEncrypted(packet);
            if (packet.Pictures is < 0 or > 1 || packet.Flags.HasFlag(VideoNative.PacketFlags.Corrupt))
            {
                return null;
            }

            if (packet.Pictures == 1)
            {
                pictures.Add(new CodedPicture(packets.Count, packet.Pts, packet.Duration, packet.Order, packet.Flags));
            }

            packets.Add(packet);
        }

        var sound = answer == 0 && stream.CutShort == 0 && Missing(packets.Count) == 0 && reader.ContainerComplaint.Length == 0;
        if (!sound || PresentationOrder.Of(pictures, reader.Codec, stream.ReorderDepth) is not { } order)
        {
            return null;
        }

        var frames = order.Where(picture => !picture.Has(VideoNative.PacketFlags.Discard))
            .Select(picture => new FrameIndex.Entry(picture.Time, picture.Duration, picture.Packet, picture.Has(VideoNative.PacketFlags.Key)))
            .ToList();
        if (frames.Exists(frame => frame.Time == VideoNative.NoTime) && !TakeTimesOfPackets(frames, packets))
        {
            return null;
        }

        return new FrameIndex(frames, packets, SecondsPerTick, ExactStarts(packets), decoded: false);
    }

    /// <summary>The index by decoding the whole file. The reader stands at its first packet.</summary>
    public FrameIndex FromDecoding()
    {
        reader.ForgetComplaints();
        reader.ResetDecoder(fresh: true);
        var packets = new PacketTable();
        var frames = new List<FrameIndex.Entry>();
        var broken = 0;
        var damaged = 0;
        var hidden = 0;
        var timesGuessed = false;
        var failed = false;
        for (var more = true; more;)
        {
            var answer = reader.Next(out var packet);
            if (answer == 1)
            {
                reader.Inspect(ref packet);
                RefuseEncrypted(packet);
                broken += packet.Flags.HasFlag(VideoNative.PacketFlags.Corrupt) ? 1 : 0;
                hidden += packet.Pictures == 0 || packet.Flags.HasFlag(VideoNative.PacketFlags.Discard) ? 1 : 0;
                packets.Add(packet);
                broken += reader.Send(packets.Count - 1, skip: false) ? 0 : 1;
            }
            else
            {
                failed = answer < 0;
                reader.Drain();
            }

            DecoderAnswer decoded;
            while ((decoded = reader.Receive(out var frame)) is DecoderAnswer.Frame or DecoderAnswer.Broken)
            {
                if (decoded == DecoderAnswer.Broken)
                {
                    broken++;
                    continue;
                }

                FirstSize ??= new FrameSize(frame.Height, frame.Width);
                damaged += frame.Damaged;
                timesGuessed |= frame.TimeGuessed != 0;
                frames.Add(new FrameIndex.Entry(TimeAfter(frames, frame), frame.Duration, (int)frame.Packet, frame.Key != 0));
            }

            more = decoded != DecoderAnswer.End;
        }

        // Where something is broken, what the decoder makes of it depends on the frames before, so it must see them all; and on the
        // number of threads, which must change nothing.
        var whole = broken == 0 && damaged == 0 && reader.Complaint.Length == 0;
        if (!whole && reader.UseOneThread())
        {
            reader.Reopen();
            return FromDecoding();
        }

        if (timesGuessed)
        {
            TakeTimesOfPackets(frames, packets);
        }

        var missing = Missing(packets.Count);
        var cut = failed || missing > 0 || stream.CutShort != 0;
        if (!whole || cut)
        {
            Warn(frames.Count, packets.Count - hidden + missing, damaged, cut);
        }

        return new FrameIndex(frames, packets, SecondsPerTick, whole && ExactStarts(packets), decoded: true);
    }

    private bool ExactStarts(PacketTable packets) => stream.SeekableCodec != 0 && packets.Distinct;

    /// <summary>
    /// Frames without times of their own take, in order, those at which packets are due for decoding; where the order of decoding is
    /// another, a frame leaves the decoder no sooner than the next packet enters. False when these times are not known either.
    /// </summary>
    private static bool TakeTimesOfPackets(List<FrameIndex.Entry> frames, PacketTable packets)
    {
        if (frames.Exists(frame => frame.Packet < 0 || frame.Packet >= packets.Count || packets[frame.Packet].Dts == VideoNative.NoTime))
        {
            return false;
        }

        var due = frames.Select(frame => packets[frame.Packet].Dts).Order().ToList();
        if (frames.Zip(frames.Skip(1), (one, next) => one.Packet > next.Packet).Contains(true))
        {
            due.Add(due[^1] + Math.Max(frames[^1].Duration, 1));
            due.RemoveAt(0);
        }

        // Shown later than decoded; sound keeps to the time of showing, which some frame tells.
        var told = frames.FindIndex(frame => frame.Time != VideoNative.NoTime);
        var later = told < 0 ? 0 : frames[told].Time - due[told];
        for (var n = 0; n < due.Count; n++)
        {
            frames[n] = frames[n] with { Time = due[n] + later };
        }

        return true;
    }

    /// <summary>Frames come in the order of presentation; a time that says otherwise, or none, is mended.</summary>
    private long TimeAfter(List<FrameIndex.Entry> frames, in VideoNative.Frame frame)
    {
        var known = frame.Time != VideoNative.NoTime;
        if (frames.Count == 0)
        {
            return known ? frame.Time : 0;
        }

        var before = frames[^1];
        return known ? Math.Max(frame.Time, before.Time) : before.Time + Math.Max(before.Duration, 1);
    }

    /// <summary>How many frames the container promises beyond the packets that are there. What AVI files promise is taken only where they are cut.</summary>
    private long Missing(int packets)
    {
        if (stream.CutShort == 0 && reader.Container == "avi")
        {
            return 0;
        }

        var promised = stream.DeclaredFrames;
        if (promised == 0 && stream.CutShort != 0 && stream.DeclaredDuration > 0 && stream.RateDenominator > 0)
        {
            promised = (long)Math.Round(stream.DeclaredDuration * SecondsPerTick * stream.RateNumerator / stream.RateDenominator);
        }

        return Math.Max(0, promised - packets);
    }

    private void Warn(int found, long expected, int damaged, bool cut)
    {
        var complaint = reader.Complaint;
        var why = complaint.Length > 0 ? $": {complaint}" : "";
        expected = Math.Max(expected, found);
        Warning = cut && expected > found ? $"breaks after {found} of {expected} frames{why}"
            : cut ? $"breaks after {found} frames{why}"
            : damaged > 0 ? $"{found} of {expected} frames could be decoded, {damaged} of them damaged{why}"
            : $"{found} of {expected} frames could be decoded{why}";
    }

    private void RefuseEncrypted(in VideoNative.Packet packet)
    {
        if (stream.Encrypted != 0 || packet.Flags.HasFlag(VideoNative.PacketFlags.Encrypted))
        {
            throw reader.Broken("is encrypted, so its frames cannot be read");
        }
    }
}
