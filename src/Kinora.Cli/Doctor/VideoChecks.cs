using System.Runtime.InteropServices;
using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Video.Writing;

namespace Kinora.Cli.Doctor;

/// <summary>FFmpeg and OpenCV: there, and able to read what people have.</summary>
internal static class VideoChecks
{
    private const string Repair = "./kinora installs and builds what is missing";

    private static readonly (string Name, string Title, bool IsVital)[] Decoders =
        [("h264", "H.264", true), ("hevc", "HEVC", false), ("mpeg4", "MPEG-4", false), ("vp9", "VP9", false), ("av1", "AV1", false), ("libdav1d", "AV1", false)];

    public static IEnumerable<Check> Run()
    {
        var video = Load("kinora_video", out var problem);
        if (video == 0)
        {
            yield return Check.Bad("FFmpeg", problem, Repair);
        }
        else
        {
            var version = Call<Text>(video, "av_version_info") is { } ask ? Marshal.PtrToStringUTF8(ask()) : "unknown version";
            yield return Check.Good("FFmpeg", $"{version}, {LoadedLibraries.Find("libavcodec")}");
            yield return Codecs(video);
            yield return RoundTrip();
        }

        yield return Load("kinora_opencv", out problem) == 0
            ? Check.Bad("OpenCV", problem, Repair)
            : Check.Good("OpenCV", $"{LoadedLibraries.Version("libopencv_core") ?? "unknown version"}, {LoadedLibraries.Find("libopencv_core")}");
    }

    private static Check Codecs(nint video)
    {
        if (Call<Lookup>(video, "avcodec_find_decoder_by_name") is not { } find)
        {
            return Check.Bad("decoders", "FFmpeg's libavcodec cannot be asked", Repair);
        }

        var isThere = Decoders.ToLookup(decoder => find(decoder.Name) != 0);
        var found = isThere[true].Select(decoder => decoder.Title).Distinct().ToArray();
        var missing = isThere[false].Select(decoder => decoder.Title).Distinct().Except(found).ToArray();
        var text = $"{string.Join(", ", found)}{(missing.Length == 0 ? "" : $"; missing: {string.Join(", ", missing)}")}";
        return isThere[false].Any(decoder => decoder.IsVital) ? Check.Bad("decoders", text, "this FFmpeg was built without H.264: use that of Debian or Ubuntu")
            : missing.Length > 0 ? Check.Weak("decoders", text, "such videos are refused: use an FFmpeg that has them, or convert them")
            : Check.Good("decoders", text);
    }

    /// <summary>Writes a video of four grays and reads it back.</summary>
    private static Check RoundTrip()
    {
        const string Name = "video";
        const int Tolerance = 4; // H.264 loses a little, and so do the colours on their way there and back
        byte[] grays = [40, 90, 140, 190];
        var size = new FrameSize(64, 64);
        var folder = Directory.CreateTempSubdirectory("kinora-doctor-");
        try
        {
            var file = Path.Combine(folder.FullName, "grays.mp4");
            var frames = new Frames(grays.Length, size.Height, size.Width);
            for (var t = 0; t < grays.Length; t++)
            {
                frames[t].Fill(grays[t]);
            }

            using (var writer = VideoWriter.Create(file, size, new FrameRate(25, 1)))
            {
                writer.Write(frames);
                writer.Finish();
            }

            using var video = VideoFile.Open(file);
            var read = video.ReadAll();
            var worst = read.Count == frames.Count ? read.Pixels.Zip(frames.Pixels, (a, b) => Math.Abs(a - b)).Max() : 255;
            return worst <= Tolerance
                ? Check.Good(Name, $"a short video was written, read and found the same (to {worst} of 255 levels)")
                : Check.Bad(Name, $"a short video of {frames.Count} frames came back as {read.Count} frames, off by up to {worst} of 255 levels", "this FFmpeg reads or writes wrongly: use that of Debian or Ubuntu");
        }
        catch (VideoException e)
        {
            return Check.Bad(Name, e.Message, "this FFmpeg cannot write or read H.264: use that of Debian or Ubuntu");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A library of Kinora, from where the rooms would load it; 0 with the reason when it cannot be loaded.</summary>
    private static nint Load(string name, out string problem)
    {
        problem = "";
        var folders = new[] { Environment.GetEnvironmentVariable("KINORA_NATIVE"), AppContext.BaseDirectory };
        var path = folders.Where(folder => !string.IsNullOrEmpty(folder)).Select(folder => Path.Combine(folder!, $"lib{name}.so")).FirstOrDefault(File.Exists);
        if (path is null)
        {
            problem = $"lib{name}.so is not in {AppContext.BaseDirectory}";
            return 0;
        }

        try
        {
            return NativeLibrary.Load(path);
        }
        catch (DllNotFoundException e)
        {
            problem = e.Message.ReplaceLineEndings(" ").Trim();
            return 0;
        }
    }

    /// <summary>A function of a library or of the libraries it needs, which the dynamic loader searches too.</summary>
    private static T? Call<T>(nint library, string function)
        where T : Delegate => NativeLibrary.TryGetExport(library, function, out var address) ? Marshal.GetDelegateForFunctionPointer<T>(address) : null;

    private delegate nint Text();

    private delegate nint Lookup([MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
