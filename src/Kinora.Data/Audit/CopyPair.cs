using System.Globalization;

namespace Kinora.Data.Audit;

/// <summary>Two clips that show the same.</summary>
/// <param name="First">Number of the first clip in the data set.</param>
/// <param name="Second">Number of the second, higher.</param>
/// <param name="Score">How alike, from 0 to 1: the correlation of their motion; 1 for the same file and for clips without motion.</param>
/// <param name="How">What the second is to the first, in words: "the same file", "mirrored, 90x72 instead of 180x144, frames 12 to 71 of 84".</param>
public sealed record CopyPair(int First, int Second, double Score, string How)
{
    /// <summary>A word for pairs whose files are the same.</summary>
    internal const string SameFile = "the same file";

    internal static CopyPair OfStill(int first, int second, bool isMirrored, ClipForm one, ClipForm other) =>
        new(first, second, 1, string.Join(", ", new[] { "the same picture without motion" }.Concat(isMirrored ? ["mirrored"] : []).Concat(Form(one, other))));

    internal static CopyPair OfMatch(int first, int second, MotionMatch match, MotionSignature one, MotionSignature other)
    {
        List<string> words = [.. match.IsMirrored ? ["mirrored"] : Array.Empty<string>(), .. Form(one.Form, other.Form)];
        // Numbers of frames, not of moments; a moment is as many frames less than the clip on either side.
        var lost = (2 * SignatureMaker.Half) - 1;
        if (match.Overlap < one.Count)
        {
            var from = Math.Max(0, match.Offset);
            words.Add(string.Create(CultureInfo.InvariantCulture, $"frames {from + 1} to {from + match.Overlap + lost} of {one.Frames}"));
        }
        else if (match.Overlap < other.Count)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"longer: {other.Frames} frames instead of {one.Frames}"));
        }

        return new CopyPair(first, second, match.Score, words.Count == 0 ? "encoded anew" : string.Join(", ", words));
    }

    private static IEnumerable<string> Form(ClipForm one, ClipForm other)
    {
        if ((one.Width, one.Height) != (other.Width, other.Height))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{other.Width}x{other.Height} instead of {one.Width}x{one.Height}");
        }

        if (one.Codec != other.Codec)
        {
            yield return $"{other.Codec} instead of {one.Codec}";
        }
    }
}
