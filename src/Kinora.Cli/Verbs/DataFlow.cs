using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Data.Extraction;
using Kinora.Video.Flow;

namespace Kinora.Cli.Verbs;

/// <summary><c>data flow FILE|DIR --out DIR</c>: the optical flow of videos.</summary>
internal static class DataFlow
{
    private const string Name = "data flow";

    public static Verb Verb { get; } = new(Name, "write the optical flow of videos, a folder for each video", Run)
    {
        Options = new([OptionRecord.Of<ExtractionOptions>("extraction"), OptionRecord.Of<DataFlowOptions>("flow")]),
        Positionals = ["data"],
        Examples = ["data flow clips/ --out flow/", "data flow clips/ --out flow/ --method tvl1 --short-side 256", "data flow clip.mp4 --out flow/ --format float16"],
    };

    private static Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var (where, how) = (values.Get<ExtractionOptions>(), values.Get<DataFlowOptions>());
        var what = new FlowExtraction
        {
            Method = how.Method,
            Format = how.Format,
            Bound = how.Bound,
            Stride = how.Stride,
            Size = where.Size,
            ShortSide = where.ShortSide,
            Filter = where.Filter,
            Quality = where.Quality,
        };
        return Task.FromResult(ExtractionRun.Run(Name, "flow fields", what, where, terminal, cancelled));
    }
}

/// <summary>What <c>data flow</c> takes beyond <see cref="ExtractionOptions"/>.</summary>
internal sealed record DataFlowOptions
{
    [Description("OpenCV's method: dis is the fastest, tvl1 the slowest and sharpest")]
    public FlowKind Method { get; init; }

    [Description("jpg writes flow_x_000000.jpg and flow_y_000000.jpg for each field, float16 one flow.npy (T, H, W, 2) for each video")]
    public FlowFormat Format { get; init; }

    [Description("motion in pixels that is black (left, up) and white (right, down) in a JPEG; what is beyond is cut off")]
    [Range(0.01, 1000.0)]
    public double Bound { get; init; } = FlowImages.DefaultBound;

    [Description("flow from every n-th frame to the n-th after it")]
    [Range(1, 1000)]
    public int Stride { get; init; } = 1;
}
