using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Data.Extraction;

namespace Kinora.Cli.Verbs;

/// <summary><c>data frames FILE|DIR --out DIR</c>: the frames of videos as pictures.</summary>
internal static class DataFrames
{
    private const string Name = "data frames";

    public static Verb Verb { get; } = new(Name, "write the frames of videos as pictures, a folder for each video", Run)
    {
        Options = new([OptionRecord.Of<ExtractionOptions>("extraction"), OptionRecord.Of<DataFramesOptions>("frames")]),
        Positionals = ["data"],
        Examples = ["data frames clips/ --out frames/", "data frames clips/ --out frames/ --short-side 256 --rate 10", "data frames clip.mp4 --out frames/ --format png"],
    };

    private static Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var (where, how) = (values.Get<ExtractionOptions>(), values.Get<DataFramesOptions>());
        var what = new FrameExtraction { Format = how.Format, Rate = how.Rate, Size = where.Size, ShortSide = where.ShortSide, Filter = where.Filter, Quality = where.Quality };
        return Task.FromResult(ExtractionRun.Run(Name, "frames", what, where, terminal, cancelled));
    }
}

/// <summary>What <c>data frames</c> takes beyond <see cref="ExtractionOptions"/>.</summary>
internal sealed record DataFramesOptions
{
    [Description("format of the pictures: jpg is small, png keeps every bit")]
    public PictureFormat Format { get; init; }

    [Description("frames per second; every frame of the video when not given")]
    [Range(0.001, 1000.0)]
    public double? Rate { get; init; }
}
