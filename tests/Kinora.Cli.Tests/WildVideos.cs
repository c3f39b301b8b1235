using System.Text;
using Kinora.Tests;

namespace Kinora.Cli.Tests;

/// <summary>Sound videos of many kinds, and what is left of them after something happened to their bytes.</summary>
internal sealed class WildVideos
{
    private const int Largest = 200_000;

    // Each as ffmpeg writes it: container, codec, and what else it wants to hear.
    private static readonly (string Name, string[] Options)[] made =
    [
        ("h264.mp4", ["-c:v", "copy"]), ("h264.mkv", ["-c:v", "copy"]), ("h264.ts", ["-c:v", "copy"]), ("h264.flv", ["-c:v", "copy"]),
        ("fragments.mp4", ["-c:v", "copy", "-movflags", "frag_keyframe+empty_moov"]), ("first.mov", ["-c:v", "copy", "-movflags", "faststart"]),
        ("mpeg4.avi", ["-c:v", "mpeg4"]), ("mjpeg.avi", ["-c:v", "mjpeg"]), ("raw.avi", ["-c:v", "rawvideo", "-frames:v", "4"]), ("mpeg2.mpg", ["-c:v", "mpeg2video"]),
        ("vp8.webm", ["-c:v", "libvpx"]), ("pictures.gif", []), ("h263.3gp", ["-c:v", "h263", "-s", "128x96"]),
    ];

    // What precedes or follows the lengths and counts of MP4 and AVI.
    private static readonly byte[][] marks =
    [
        .. new[] { "ftyp", "moov", "mvhd", "trak", "tkhd", "mdia", "mdhd", "hdlr", "stbl", "stsd", "stts", "ctts", "stsc", "stsz", "stco", "stss", "elst", "avcC", "mdat", "moof", "trun", "tfhd", "LIST", "avih", "strh", "strf", "movi", "idx1", "00dc" }
            .Select(Encoding.ASCII.GetBytes),
    ];

    private readonly IReadOnlyList<byte[]> sound;

    private WildVideos(IReadOnlyList<byte[]> sound) => this.sound = sound;

    /// <summary>How many sound ones there are.</summary>
    public int Kinds => sound.Count;

    /// <summary>Makes videos of many kinds, and takes the small real ones where there are any.</summary>
    public static WildVideos Gather(TemporaryFolder folder)
    {
        var clip = MadeData.Clip(folder, "kinds/made.mp4", frames: 30);
        var files = new List<string>();
        foreach (var (name, options) in made)
        {
            files.Add(folder.File($"kinds/{name}"));
            Places.Run("ffmpeg", ["-loglevel", "error", "-y", "-i", clip, .. options, files[^1]]);
        }

        if (Environment.GetEnvironmentVariable("KINORA_TEST_DATA") is { Length: > 0 } real)
        {
            foreach (var (kind, most) in (((string Kind, int Most)[])[("odd", 100), ("odd_made", 100), ("unlabelled_real", 100), ("ucf101", 3), ("hmdb51", 3), ("weizmann", 3)]).Where(one => Directory.Exists(Path.Combine(real, one.Kind))))
            {
                files.AddRange(Directory.EnumerateFiles(Path.Combine(real, kind), "*.*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is not (".tsv" or ".txt")).Order(StringComparer.Ordinal).Take(most));
            }
        }

        return new WildVideos([.. files.Select(Head).Where(bytes => bytes.Length > 0)]);
    }

    /// <summary>One of them, changed.</summary>
    public byte[] Draw(Random random)
    {
        var bytes = random.OneOf(sound).ToList();
        for (var changes = random.Next(1, 4); changes > 0 && bytes.Count > 0; changes--)
        {
            Change(bytes, random);
        }

        return [.. bytes.Take(2 * Largest)];
    }

    private void Change(List<byte> bytes, Random random)
    {
        switch (random.Next(10))
        {
            case 0 or 1:
                // Headers lie at both ends; half of the damage goes there.
                for (var hits = random.Next(1, 60); hits > 0; hits--)
                {
                    bytes[random.Next(4) switch { 0 => random.Next(Math.Min(1000, bytes.Count)), 1 => bytes.Count - 1 - random.Next(Math.Min(1000, bytes.Count)), _ => random.Next(bytes.Count) }] ^= (byte)(1 << random.Next(8));
                }

                break;
            case 2:
                var end = random.Next(bytes.Count);
                bytes.RemoveRange(end, bytes.Count - end);
                break;
            case 3:
                bytes.AddRange(bytes.ToArray());
                break;
            case 4:
                var (from, length) = WildBytes.Piece(bytes, random, 4096);
                var block = bytes.GetRange(from, length);
                bytes.RemoveRange(from, length);
                bytes.InsertRange(random.Next(bytes.Count + 1), block);
                break;
            case 5:
                // The head of this one, the body of another.
                var other = random.OneOf(sound);
                var cut = random.Next(Math.Min(bytes.Count, 4096));
                bytes.RemoveRange(cut, bytes.Count - cut);
                bytes.AddRange(other.Skip(random.Next(2) == 0 ? cut : random.Next(other.Length)));
                break;
            case 6:
                WildBytes.Overwrite(bytes, random.Next(bytes.Count), WildBytes.Extreme(random));
                break;
            default:
                var places = Marked(bytes);
                for (var hits = random.Next(1, 4); hits > 0 && places.Count > 0; hits--)
                {
                    // The length before the mark, or one of the fields after it.
                    WildBytes.Overwrite(bytes, random.OneOf(places) + (4 * (random.Next(4) == 0 ? -1 : random.Next(1, 12))), WildBytes.Extreme(random));
                }

                break;
        }
    }

    private static List<int> Marked(List<byte> bytes)
    {
        var all = bytes.ToArray();
        var places = new List<int>();
        foreach (var mark in marks)
        {
            // The first few: later ones are chance, or all alike.
            for (int at = 0, next, found = 0; found < 4 && (next = all.AsSpan(at).IndexOf(mark)) >= 0; at += next + 4, found++)
            {
                places.Add(at + next);
            }
        }

        return places;
    }

    private static byte[] Head(string file)
    {
        using var stream = File.OpenRead(file);
        var bytes = new byte[Math.Min(stream.Length, Largest)];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
