using Kinora.Results.Descriptions;

namespace Kinora.Tests.Reports.Descriptions;

/// <summary>Descriptions of data that never was.</summary>
internal static class MadeUpData
{
    public const string Odd = "<b>&\"#";

    /// <summary>So many classes of clips that differ in every measure, with splits, groups, a broken file and equal ones.</summary>
    public static DataDescription Of(IReadOnlyList<string> labels, int clipsOfEach = 12)
    {
        var draw = new Random(1);
        DescribedClip[] clips =
        [
            .. from label in labels.Index()
               from number in Enumerable.Range(0, clipsOfEach - (label.Index % 5))
               select new DescribedClip
               {
                   File = $"{label.Item}/clip {number}.avi",
                   Label = label.Item,
                   Split = number % 4 == 3 ? "test" : "train",
                   Group = $"person {number % 7}",
                   Bytes = 100_000 + draw.Next(100_000),
                   Seconds = 1 + (5 * draw.NextDouble() * (1 + (label.Index % 3))),
                   Frames = 30 + draw.Next(200),
                   FrameRate = number % 3 == 0 ? 25 : 29.97,
                   VariableRate = false,
                   Width = number % 5 == 0 ? 640 : 320,
                   Height = number % 5 == 0 ? 480 : 240,
                   Codec = number % 2 == 0 ? "h264" : "mpeg4",
                   Brightness = 60 + (120 * draw.NextDouble()),
                   Motion = 8 * draw.NextDouble() * draw.NextDouble(),
                   Warning = number == 5 && label.Index == 0 ? "breaks after 41 of 66 frames" : null,
               },
        ];
        return DataDescription.Of(
            "my clips",
            "csv",
            "person",
            labels,
            clips,
            [new BrokenFile($"{labels[0]}/broken.mp4", labels[0], "train", "no frame can be decoded")],
            [new DuplicateFiles("ab12", 123_456, [clips[0].File, clips[^1].File], [labels[0], labels[^1]], ["train", "test"])],
            ["2 files not taken for a video: a.txt, b.txt"]);
    }

    /// <summary>One still clip of one frame without a label.</summary>
    public static DataDescription Least() => DataDescription.Of(
        "one",
        null,
        null,
        [],
        [
            new DescribedClip
            {
                File = "a.mp4", Bytes = 10, Seconds = 0.04, Frames = 1, FrameRate = 25, VariableRate = false, Width = 2, Height = 2, Codec = "h264", Brightness = 0,
            },
        ],
        [],
        [],
        []);
}
