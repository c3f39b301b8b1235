using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace Kinora.Video.Interop;

/// <summary>The C ABI of native/video; <c>kinora_video.h</c> explains each function and field.</summary>
internal static unsafe partial class VideoNative
{
    public const long NoTime = long.MinValue;

    [StructLayout(LayoutKind.Sequential)]
    public struct StreamInfo
    {
        public fixed byte Codec[32];
        public fixed byte Container[64];
        public int Width;
        public int Height;
        public int TimeBaseNumerator;
        public int TimeBaseDenominator;
        public int RateNumerator;
        public int RateDenominator;
        public int AspectNumerator;
        public int AspectDenominator;
        public int Rotation;
        public int Mirrored;
        public int ReorderDepth;
        public int Encrypted;
        public int PixelsKnown;
        public int CutShort;
        public int SeekableCodec;
        public long DeclaredFrames;
        public long DeclaredDuration;
    }

    [Flags]
    public enum PacketFlags
    {
        None = 0,
        Key = 1,
        Discard = 2,
        Corrupt = 4,
        Encrypted = 8,
        Start = 16,
        Bidirectional = 32,
        Disposable = 64,
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Packet
    {
        public long Pts;
        public long Dts;
        public long Duration;
        public long Position;
        public long Order;
        public int Size;
        public PacketFlags Flags;
        public int Pictures;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Frame
    {
        public long Packet;
        public long Time;
        public long Duration;
        public int Width;
        public int Height;
        public int Key;
        public int Damaged;
        public int TimeGuessed;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct WriterOptions
    {
        public int Width;
        public int Height;
        public int TimeBaseNumerator;
        public int TimeBaseDenominator;
        public int RateNumerator;
        public int RateDenominator;
        public int Crf;
        public int Threads;
        public double PixelAspect;
        public long SoundZero;
        public long SoundEnd;
        public int SoundBaseNumerator;
        public int SoundBaseDenominator;
    }

    [LibraryImport(NativeLibraries.Video, EntryPoint = "kinora_reader_open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ReaderOpen(string path, byte* error, int errorSize);

    [LibraryImport(NativeLibraries.Video, EntryPoint = "kinora_reader_close")]
    public static partial void ReaderClose(nint reader);

    [LibraryImport(NativeLibraries.Video, EntryPoint = "kinora_reader_stream")]
    public static partial void ReaderStream(nint reader, out StreamInfo stream);

    [LibraryImport(NativeLibraries.Video, EntryPoint = "kinora_reader_container_complaint")]
    public static partial byte* ReaderContainerComplaint(nint reader);

    [LibraryImport(NativeLibraries.Video, EntryPoint = "kinora_reader_decoder_complaint")]
    public static partial byte* ReaderDecoderComplaint(nint reader);

    [LibraryImport(NativeLibraries.Video, EntryPoint = "kinora_reader_forget_complaints")]
    public static partial void ReaderForgetComplaints(nint reader);

    [LibraryImport(NativeLibraries.Video, EntryPoint = "kinora_reader_next")]
    public static partial int ReaderNext(nint reader, out Packet packet);

    [LibraryImport(NativeLibraries.Video, EntryPoint = "kinora_reader_inspect")]
    public static partial void ReaderInspect(nint reader, ref Packet packet);

    [LibraryImport(NativeLibraries.Video, EntryPoint = "kinora_reader_seek")]
    public static partial int ReaderSeek(nint reader, long time);

    [LibraryImport(NativeLibraries.Video, EntryPoint = "kinora_reader_reopen")]
    public static partial int ReaderReopen(nint reader);

    [LibraryImport(NativeLibraries.Video, EntryPoint = "kinora_reader_reset_decoder")]
    public static partial int ReaderResetDecoder(nint reader, int threads);

    [LibraryImport(NativeLibraries.Video, EntryPoint = "kinora_reader_send")]
    public static partial int ReaderSend(nint reader, long number, int skip);

    [LibraryImport(NativeLibraries.Video, EntryPoint = "kinora_reader_drain")]
    public static partial void ReaderDrain(nint reader);

    [LibraryImport(NativeLibraries.Video, EntryPoint = "kinora_reader_receive")]
    public static partial int ReaderReceive(nint reader, out Frame frame);

    [LibraryImport(NativeLibraries.Video, EntryPoint = "kinora_reader_convert")]
    public static partial int ReaderConvert(nint reader, byte* pixels, int width, int height, int bilinear);

    [LibraryImport(NativeLibraries.Video, EntryPoint = "kinora_writer_open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint WriterOpen(string path, string preset, string? soundPath, in WriterOptions options, byte* error, int errorSize);

    [LibraryImport(NativeLibraries.Video, EntryPoint = "kinora_writer_write")]
    public static partial int WriterWrite(nint writer, byte* pixels, long time, long duration, byte* error, int errorSize);

    [LibraryImport(NativeLibraries.Video, EntryPoint = "kinora_writer_finish")]
    public static partial int WriterFinish(nint writer, byte* error, int errorSize);

    [LibraryImport(NativeLibraries.Video, EntryPoint = "kinora_writer_sound_problem")]
    public static partial byte* WriterSoundProblem(nint writer);

    [LibraryImport(NativeLibraries.Video, EntryPoint = "kinora_writer_close")]
    public static partial void WriterClose(nint writer);

    /// <summary>Text that a native function left; one line, whatever a file had in its names.</summary>
    public static string Text(byte* text) =>
        (Utf8StringMarshaller.ConvertToManaged(text) ?? "").ReplaceLineEndings(" ").Trim();
}
