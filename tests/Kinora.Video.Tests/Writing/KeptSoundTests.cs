using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Kinora.Tests;
using Kinora.Video.Decoding;
using Kinora.Video.Tests.Decoding;
using Kinora.Video.Writing;

namespace Kinora.Video.Tests.Writing;

/// <summary>
/// A video that is written like another has its sound, at its place. The sources are silent but for a short tone, one second after
/// zero; ffmpeg tells where it is heard.
/// </summary>
public sealed class KeptSoundTests
{
    private const string Picture = "testsrc2=size=64x48:rate=25:duration=3";
    private const string Tone = "aevalsrc=exprs='if(between(t\\,1\\,1.05)\\,0.8*sin(2*PI*1000*t)\\,0)':duration=3:sample_rate=44100";
    private const string Mpeg4 = "mpeg4";

    [Theory]
    [InlineData("a.mp4", Mpeg4, "aac", "aac")]
    [InlineData("a.mkv", Mpeg4, "aac", "aac")]
    [InlineData("a.ts", "mpeg2video", "aac", "aac")]
    [InlineData("a.avi", Mpeg4, "libmp3lame", "mp3")]
    [InlineData("a.mkv", Mpeg4, "libopus", "opus")]
    [InlineData("a.mkv", Mpeg4, "flac", "flac")]
    [InlineData("a.mp4", Mpeg4, "ac3", "ac3")]
    [InlineData("a.avi", Mpeg4, "pcm_s16le", "aac")]
    [InlineData("a.mkv", Mpeg4, "pcm_f32le", "aac")]
    [InlineData("a.webm", "libvpx", "libvorbis", "aac")]
    [InlineData("a.mpg", "mpeg2video", "mp2", "aac")]
    public void Sound_keeps_its_place_and_its_length(string name, string video, string audio, string written)
    {
        using var folder = Places.Temporary();
        var source = Make(folder, name, video, audio);
        var copy = folder.File("copy.mp4");
        Assert.Null(Copy(source, copy));

        Assert.Equal([written], KeptTimesTests.Probe(copy, "stream=codec_name", "a"));
        // The tone at the same time after the first frame. Matroska's times are whole milliseconds, and a tone begins softly.
        Assert.Equal(ToneAt(source), ToneAt(copy), 2e-3);
        Assert.Equal(1, ToneAt(copy), 0.03);
        // As long as that of the source, within a frame of AAC or what MPEG's own frames add.
        Assert.Equal(3, double.Parse(KeptTimesTests.Probe(copy, "stream=duration", "a")[0], CultureInfo.InvariantCulture), 0.045);
    }

    [Theory]
    [InlineData("aac")]
    [InlineData("libmp3lame")]
    [InlineData("libopus")]
    public void Copied_packets_are_the_same_bytes(string audio)
    {
        using var folder = Places.Temporary();
        var source = Make(folder, "a.mp4", Mpeg4, audio);
        var copy = folder.File("copy.mp4");
        Assert.Null(Copy(source, copy));
        Assert.Equal(Packets(source), Packets(copy));
    }

    [Fact]
    public void Encoded_sound_is_as_long_as_its_source_to_a_sample()
    {
        using var folder = Places.Temporary();
        var source = Make(folder, "a.avi", Mpeg4, "pcm_s16le", "-ar", "22050", "-ac", "2");
        var copy = folder.File("copy.mp4");
        Assert.Null(Copy(source, copy));
        Assert.Equal(["22050", "2", "3.000000"], KeptTimesTests.Probe(copy, "stream=sample_rate,channels,duration", "a"));
    }

    [Theory]
    [InlineData(5000, 7350)]
    [InlineData(192000, 48000)]
    public void A_rate_that_AAC_does_not_know_becomes_another(int rate, int written)
    {
        using var folder = Places.Temporary();
        var source = Make(folder, "a.mkv", Mpeg4, "pcm_s16le", "-ar", $"{rate}");
        var copy = folder.File("copy.mp4");
        Assert.Null(Copy(source, copy));
        Assert.Equal([$"{written}"], KeptTimesTests.Probe(copy, "stream=sample_rate", "a"));
        Assert.Equal(1, ToneAt(copy), 0.01);
        Assert.Equal(3, double.Parse(KeptTimesTests.Probe(copy, "stream=duration", "a")[0], CultureInfo.InvariantCulture), 0.005);
    }

    [Theory]
    [InlineData("aac")]
    [InlineData("pcm_s16le")]
    public void Sound_that_begins_later_stays_later(string audio)
    {
        using var folder = Places.Temporary();
        var source = Make(folder, "a.mkv", Mpeg4, audio);
        var late = folder.File("late.mkv");
        Ffmpeg.Make("-i", source, "-itsoffset", "0.7", "-i", source, "-map", "0:v", "-map", "1:a", "-c", "copy", late);
        var copy = folder.File("copy.mp4");
        Assert.Null(Copy(late, copy));
        Assert.Equal(ToneAt(late), ToneAt(copy), 2e-3);
        Assert.InRange(ToneAt(copy), 1.66, 1.74);
    }

    [Theory]
    [InlineData("aac")]
    [InlineData("pcm_s16le")]
    public void Sound_before_the_first_frame_is_left_out_and_told_of(string audio)
    {
        using var folder = Places.Temporary();
        var source = Make(folder, "a.mkv", Mpeg4, audio);
        var early = folder.File("early.mkv");
        Ffmpeg.Make("-itsoffset", "0.4", "-i", source, "-i", source, "-map", "0:v", "-map", "1:a", "-c", "copy", early);
        var copy = folder.File("copy.mp4");
        Assert.Matches("^the first 0\\.(3|4)[0-9] s of its sound come before the first frame and are left out$", Copy(early, copy));
        Assert.Equal(ToneAt(early), ToneAt(copy), 2e-3);
        Assert.InRange(ToneAt(copy), 0.56, 0.64);
    }

    [Theory]
    [InlineData("aac")]
    [InlineData("pcm_s16le")]
    public void A_part_has_the_sound_of_its_frames(string audio)
    {
        using var folder = Places.Temporary();
        var source = Make(folder, "a.mkv", Mpeg4, audio);
        var copy = folder.File("copy.mp4");
        Assert.Null(Copy($"{source}#frames=20-59", copy));
        Assert.Equal(ToneAt(source) - 0.8, ToneAt(copy), 2e-3);
        Assert.Equal(1.6, double.Parse(KeptTimesTests.Probe(copy, "stream=duration", "a")[0], CultureInfo.InvariantCulture), 1e-3);
    }

    [Fact]
    public void A_gap_in_sound_that_is_encoded_becomes_silence()
    {
        using var folder = Places.Temporary();
        var source = Make(folder, "a.mkv", Mpeg4, "pcm_s16le");
        // Without what is heard from 0.3 to 0.8 s.
        var gap = folder.File("gap.mkv");
        Ffmpeg.Make("-i", source, "-map", "0:v", "-map", "0:a", "-c:v", "copy", "-c:a", "pcm_s16le", "-af", "aselect='not(between(t,0.3,0.8))'", gap);
        var copy = folder.File("copy.mp4");
        Assert.Null(Copy(gap, copy));
        Assert.Equal(1, ToneAt(copy), 0.01);
        Assert.Equal(3, double.Parse(KeptTimesTests.Probe(copy, "stream=duration", "a")[0], CultureInfo.InvariantCulture), 0.05);
    }

    [Fact]
    public void Sound_and_picture_lie_side_by_side_in_the_file()
    {
        using var folder = Places.Temporary();
        var source = Make(folder, "a.mkv", Mpeg4, "pcm_s16le");
        var copy = folder.File("copy.mp4");
        Assert.Null(Copy(source, copy));
        // In the order of the file: nowhere is one further ahead of the other than an encoder's frames and a second.
        var ahead = new Dictionary<string, double>(StringComparer.Ordinal) { ["video"] = 0, ["audio"] = 0 };
        var packets = Encoding.UTF8.GetString(Places.Run("ffprobe", "-v", "error", "-show_entries", "packet=codec_type,dts_time,pos", "-of", "csv=p=0", copy))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')).OrderBy(parts => long.Parse(parts[2], CultureInfo.InvariantCulture));
        foreach (var packet in packets)
        {
            ahead[packet[0]] = double.Parse(packet[1], CultureInfo.InvariantCulture);
            Assert.InRange(Math.Abs(ahead["video"] - ahead["audio"]), 0, 1.2);
        }
    }

    [Fact]
    public void Broken_sound_is_told_of_and_the_picture_is_written()
    {
        using var folder = Places.Temporary();
        var source = Make(folder, "a.mkv", Mpeg4, "libvorbis");
        var copy = folder.File("copy.mp4");

        var noisy = folder.File("noisy.mkv");
        Ffmpeg.Make("-i", source, "-c", "copy", "-bsf:a", "noise=amount=1", noisy);
        Assert.Matches("^[0-9]+ of [0-9]+ packets of its sound are broken and left out", Copy(noisy, copy));
        Assert.Equal(["75"], KeptTimesTests.Probe(copy, "stream=nb_frames", "v"));

        var unknown = folder.File("unknown.mkv");
        File.WriteAllBytes(unknown, Replace(File.ReadAllBytes(source), "A_VORBIS"u8, "A_NOBODY"u8));
        Assert.StartsWith("its sound is left out: ", Copy(unknown, copy), StringComparison.Ordinal);
        Assert.Equal(["video"], KeptTimesTests.Probe(copy, "stream=codec_type"));
        Assert.Equal(["75"], KeptTimesTests.Probe(copy, "stream=nb_frames", "v"));
    }

    [Fact]
    public void Where_there_is_no_sound_none_is_written()
    {
        using var folder = Places.Temporary();
        Ffmpeg.Make("-f", "lavfi", "-i", Picture, "-c:v", Mpeg4, folder.File("a.avi"));
        Assert.Null(Copy(folder.File("a.avi"), folder.File("copy.mp4")));
        Assert.Equal(["video"], KeptTimesTests.Probe(folder.File("copy.mp4"), "stream=codec_type"));
    }

    [Fact]
    public void Real_videos_keep_their_sound()
    {
        var names = new[] { "kinetics400_R6llTwEh07w.mp4", "ucf101_like_wall_pushups.avi", "ucf101_like_wall_pushups.webm", "video_features_v_GGSY1Qvo990.mp4" };
        using var folder = Places.Temporary();
        foreach (var name in names)
        {
            var path = Path.Combine(Places.RealData("unlabelled_real"), name);
            var copy = folder.File(name + ".mp4");
            Assert.Null(CopyBlack(path, copy));
            var (old, made) = (Samples(path), Samples(copy));
            // Where the same sound is in both, found by what moves together; at most a frame of AAC longer.
            Assert.InRange(Math.Abs(made.Length - old.Length), 0, 1600);
            Assert.InRange(BestShift(old, made), -16, 16);
        }
    }

    private static string Make(TemporaryFolder folder, string name, string video, string audio, params string[] more)
    {
        var path = folder.File(name);
        Ffmpeg.Make(["-f", "lavfi", "-i", Picture, "-f", "lavfi", "-i", Tone, "-c:v", video, "-c:a", audio, "-shortest", .. more, path]);
        return path;
    }

    private static string? Copy(string from, string to)
    {
        using var source = VideoSource.Open(from);
        using var writer = VideoWriter.CreateLike(to, source, new EncoderOptions { Preset = "veryfast" });
        writer.Write(source.ReadAll());
        writer.Finish();
        return writer.SoundWarning;
    }

    // As many frames, all black: only the sound is looked at.
    private static string? CopyBlack(string from, string to)
    {
        using var source = VideoSource.Open(from);
        using var writer = VideoWriter.CreateLike(to, source, new EncoderOptions { Preset = "ultrafast" });
        var black = new Frames(1, source.Info.Height, source.Info.Width);
        for (var frame = 0; frame < source.Info.FrameCount; frame++)
        {
            writer.Write(black);
        }

        writer.Finish();
        return writer.SoundWarning;
    }

    private static string Packets(string path) => Encoding.UTF8.GetString(Places.Run("ffmpeg", "-v", "error", "-i", path, "-map", "0:a", "-c", "copy", "-f", "md5", "-"));

    /// <summary>Sound from the first frame on, 8000 samples a second; silence where there is none yet.</summary>
    private static short[] Samples(string path)
    {
        var bytes = Places.Run("ffmpeg", "-v", "error", "-i", path, "-map", "0:a:0", "-ac", "1", "-af", "aresample=8000:async=1:first_pts=0", "-f", "s16le", "-");
        var samples = MemoryMarshal.Cast<byte, short>(bytes).ToArray();
        // ffmpeg counts from whatever comes first.
        var pictures = double.Parse(KeptTimesTests.Probe(path, "frame=best_effort_timestamp_time", "v:0")[0], CultureInfo.InvariantCulture);
        var start = double.Parse(KeptTimesTests.Probe(path, "format=start_time")[0], CultureInfo.InvariantCulture);
        var early = (int)Math.Round((pictures - start) * 8000);
        return early >= 0 ? samples[early..] : [.. new short[-early], .. samples];
    }

    /// <summary>Seconds from the first frame to the tone.</summary>
    private static double ToneAt(string path)
    {
        var samples = Samples(path);
        var heard = Array.FindIndex(samples, sample => Math.Abs((int)sample) > 8000);
        Assert.True(heard >= 0, $"no tone in {path}");
        return heard / 8000.0;
    }

    private static int BestShift(short[] one, short[] two)
    {
        var (best, most) = (0, double.MinValue);
        for (var shift = -400; shift <= 400; shift++)
        {
            double sum = 0;
            for (var i = 400; i < Math.Min(Math.Min(one.Length, two.Length) - 400, 60_000); i++)
            {
                sum += (double)one[i] * two[i + shift];
            }

            (best, most) = sum > most ? (shift, sum) : (best, most);
        }

        return best;
    }

    private static byte[] Replace(byte[] bytes, ReadOnlySpan<byte> old, ReadOnlySpan<byte> made)
    {
        var at = bytes.AsSpan().IndexOf(old);
        Assert.True(at >= 0);
        made.CopyTo(bytes.AsSpan(at));
        return bytes;
    }
}
