using Kinora.Video.Interop;

namespace Kinora.Video.Decoding;

/// <summary>Owns a native reader: packets and frames of one file, one at a time.</summary>
internal sealed unsafe class NativeReader : IDisposable
{
    private readonly string path;
    private nint handle;
    private int threads;
    private string? lost;

    public NativeReader(string path, int threads)
    {
        this.path = path;
        this.threads = threads;
        var error = stackalloc byte[1024];
        handle = VideoNative.ReaderOpen(Path.GetFullPath(path), error, 1024);
        if (handle == 0)
        {
            throw Broken(VideoNative.Text(error));
        }

        VideoNative.ReaderStream(handle, out var stream);
        Stream = stream;
        Codec = VideoNative.Text(stream.Codec);
        Container = VideoNative.Text(stream.Container);
    }

    public VideoNative.StreamInfo Stream { get; }

    public string Codec { get; }

    public string Container { get; }

    /// <summary>FFmpeg's first complaint about the container; "" when it had none.</summary>
    public string ContainerComplaint => VideoNative.Text(VideoNative.ReaderContainerComplaint(Handle));

    /// <summary>FFmpeg's first complaint about what it decoded; "" when it had none.</summary>
    public string DecoderComplaint => VideoNative.Text(VideoNative.ReaderDecoderComplaint(Handle));

    /// <summary>The first complaint about the container, or else about what was decoded; "" when there was none.</summary>
    public string Complaint => ContainerComplaint is { Length: > 0 } complaint ? complaint : DecoderComplaint;

    /// <summary>Whether there was any complaint about what was decoded.</summary>
    public bool DecoderComplained => *VideoNative.ReaderDecoderComplaint(Handle) != 0;

    // After a failed attempt to open the file again there is nothing to read from.
    private nint Handle => handle == 0 ? throw new ObjectDisposedException(nameof(VideoFile)) : lost is null ? handle : throw Broken(lost);

    public VideoException Broken(string problem) => new($"{path}: {problem}");

    /// <summary>Reads the next packet. 1: there is one; 0: end of file; -1: the file cannot be read further.</summary>
    public int Next(out VideoNative.Packet packet) => VideoNative.ReaderNext(Handle, out packet);

    public void Inspect(ref VideoNative.Packet packet) => VideoNative.ReaderInspect(Handle, ref packet);

    public void ForgetComplaints() => VideoNative.ReaderForgetComplaints(Handle);

    public bool Seek(long time) => VideoNative.ReaderSeek(Handle, time) == 0;

    public void Reopen()
    {
        if (VideoNative.ReaderReopen(Handle) != 0)
        {
            lost = $"cannot be opened again: {VideoNative.Text(VideoNative.ReaderContainerComplaint(handle))}";
            throw Broken(lost);
        }
    }

    /// <summary>From here on one thread decodes. False when it was one already.</summary>
    public bool UseOneThread()
    {
        var change = threads > 1;
        threads = 1;
        return change;
    }

    /// <summary>Makes a fresh decoder, or lets the present one forget the frames it has seen.</summary>
    public void ResetDecoder(bool fresh)
    {
        if (VideoNative.ReaderResetDecoder(Handle, fresh ? threads : 0) != 0)
        {
            throw Broken(Complaint);
        }
    }

    /// <summary>Sends the packet just read to the decoder; false when it is broken.</summary>
    public bool Send(long number, bool skip) => VideoNative.ReaderSend(Handle, number, skip ? 1 : 0) == 0;

    public void Drain() => VideoNative.ReaderDrain(Handle);

    public DecoderAnswer Receive(out VideoNative.Frame frame) => (DecoderAnswer)VideoNative.ReaderReceive(Handle, out frame);

    /// <summary>Writes the frame just received, upright, as RGB.</summary>
    public void Convert(Span<byte> pixels, FrameSize size, bool bilinear)
    {
        fixed (byte* target = pixels)
        {
            if (VideoNative.ReaderConvert(Handle, target, size.Width, size.Height, bilinear ? 1 : 0) != 0)
            {
                throw Broken($"a frame cannot be converted to RGB of {size}: {Complaint}");
            }
        }
    }

    public void Dispose()
    {
        VideoNative.ReaderClose(handle);
        handle = 0;
    }
}

/// <summary>What the decoder says when asked for a frame.</summary>
internal enum DecoderAnswer
{
    Broken = -1,
    WantsPacket = 0,
    Frame = 1,
    End = 2,
}
