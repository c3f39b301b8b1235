using Kinora.Video.Interop;

namespace Kinora.Video.Decoding;

/// <summary>
/// Walks through the frames of a file in the order of presentation, jumping to key frames where that saves work. Every packet read and
/// every frame decoded is checked against the index; where a jump does not lead to what it says, decoding starts at the first packet.
/// </summary>
internal sealed class FrameDecoder
{
    // Up to here it is cheaper to read packets and drop them than to jump.
    private const int NearPackets = 64;

    // A jump may land inside a packet; this many pieces are passed over before it counts as failed.
    private const int PiecesAfterJump = 64;

    private readonly NativeReader reader;
    private readonly FrameIndex index;
    private bool jumps = true;

    // The packet that will be sent next, -1 when not known, and whether it is read already.
    private int nextPacket = -1;
    private bool packetRead;

    // Where decoding started, and below which number no frame will come any more.
    private int firstFrame;
    private int nextFrame;

    // The highest frame that was not decoded since nobody wanted it.
    private int lastSkipped = -1;
    private bool ended;

    public FrameDecoder(NativeReader reader, FrameIndex index)
    {
        this.reader = reader;
        this.index = index;
    }

    /// <summary>Decodes until frame <paramref name="wanted"/> is the reader's current frame.</summary>
    /// <param name="wanted">Frame number.</param>
    /// <param name="allWanted">The frames that this call and the next ones want; others need not be decoded.</param>
    /// <exception cref="IndexDisproved">Decoding does not give what the index says.</exception>
    public void MoveTo(int wanted, IReadOnlySet<int> allWanted)
    {
        try
        {
            Walk(wanted, allWanted);
        }
        catch (IndexDisproved) when (jumps)
        {
            jumps = false;
            nextPacket = -1;
            Walk(wanted, allWanted);
        }
    }

    private void Walk(int wanted, IReadOnlySet<int> allWanted)
    {
        var start = jumps ? index.StartFor(wanted) : default;
        var onTheWay = nextPacket >= 0 && nextFrame <= wanted && lastSkipped < wanted;
        if (!onTheWay || start.Packet > nextPacket)
        {
            StartAt(start);
        }

        while (true)
        {
            switch (reader.Receive(out var frame))
            {
                case DecoderAnswer.Frame when Arrived(frame, wanted, allWanted):
                    return;
                case DecoderAnswer.WantsPacket:
                    Feed(allWanted);
                    break;
                case DecoderAnswer.Broken:
                    ExpectDamage();
                    break;
                case DecoderAnswer.End:
                    throw new IndexDisproved();
            }
        }
    }

    private bool Arrived(in VideoNative.Frame frame, int wanted, IReadOnlySet<int> allWanted)
    {
        var number = index.OneFrameAPacket ? index.FrameOfPacket(frame.Packet) : nextFrame;
        if (number >= 0 && number < firstFrame)
        {
            // Shown before the start and coded after it: it leans on what was not decoded, as the decoder may complain.
            reader.ForgetComplaints();
            return false;
        }

        if (frame.Damaged != 0 || reader.DecoderComplained)
        {
            ExpectDamage();
        }

        if (number < nextFrame || number > wanted || !PassedOver(nextFrame, number, allWanted))
        {
            throw new IndexDisproved();
        }

        nextFrame = number + 1;
        return number == wanted;
    }

    /// <summary>Whether all frames from one to before another could be left out.</summary>
    private bool PassedOver(int from, int to, IReadOnlySet<int> wanted)
    {
        while (from < to && Skippable(from, wanted))
        {
            from++;
        }

        return from == to;
    }

    private bool Skippable(int frame, IReadOnlySet<int> wanted) =>
        index.Exact && index.Packets[index.PacketOf(frame)].Disposable && !wanted.Contains(frame);

    private void Feed(IReadOnlySet<int> wanted)
    {
        if (!ReadPacket())
        {
            ended = true;
            reader.Drain();
            return;
        }

        var number = nextPacket++;
        packetRead = false;
        var frame = index.FrameOfPacket(number);
        var skip = frame >= 0 && Skippable(frame, wanted);
        if (skip)
        {
            lastSkipped = Math.Max(lastSkipped, frame);
        }

        if (!reader.Send(number, skip))
        {
            ExpectDamage();
        }
    }

    /// <summary>Makes sure that the packet to be sent next is read; false at the end of the file.</summary>
    private bool ReadPacket()
    {
        if (packetRead)
        {
            return true;
        }

        var there = reader.Next(out var packet) == 1;
        if (there != nextPacket < index.Packets.Count || (there && !index.Packets.Is(nextPacket, packet)))
        {
            throw new IndexDisproved();
        }

        packetRead = there;
        return there;
    }

    private void StartAt(FrameIndex.StartPoint start)
    {
        var near = nextPacket >= 0 && !ended && start.Packet >= nextPacket && start.Packet - nextPacket <= NearPackets;
        if (!near && !Jump(start.Packet))
        {
            // Not every container can jump; reading from the front always leads there.
            reader.Reopen();
            nextPacket = 0;
            packetRead = false;
        }

        ended = false;
        while (nextPacket < start.Packet && ReadPacket())
        {
            nextPacket++;
            packetRead = false;
        }

        // At the first packet the decoder must be as new: it may have learnt from later ones how far to look ahead.
        reader.ResetDecoder(fresh: start.Packet == 0);
        reader.ForgetComplaints();
        firstFrame = nextFrame = start.Frame;
        lastSkipped = -1;
    }

    /// <summary>Leads the reader to a packet or one before it.</summary>
    private bool Jump(int packet)
    {
        nextPacket = -1;
        packetRead = false;
        var time = index.Packets[packet].SeekTime;
        if (!jumps || !index.Packets.Distinct || time == VideoNative.NoTime || !reader.Seek(time))
        {
            return false;
        }

        for (var piece = 0; piece < PiecesAfterJump && reader.Next(out var found) == 1; piece++)
        {
            var number = index.Packets.NumberOf(found);
            if (number >= 0)
            {
                nextPacket = number <= packet ? number : -1;
                packetRead = number <= packet;
                return packetRead;
            }
        }

        return false;
    }

    /// <summary>An index made by decoding knows of broken parts; one made from headers is wrong about them.</summary>
    private void ExpectDamage()
    {
        if (!index.Decoded)
        {
            throw new IndexDisproved();
        }
    }
}

/// <summary>Decoding gave other frames than the index says.</summary>
internal sealed class IndexDisproved : Exception;
