namespace Kinora.Inference.Timelines;

/// <summary>Makes segments of what windows say.</summary>
internal static class Segmenter
{
    /// <summary>
    /// Cuts a video wherever a window begins or ends. In each piece the mean over the windows that show it decides; neighbours
    /// that agree are one segment, and one that is too short goes to the neighbour whose label is the more probable in it.
    /// </summary>
    /// <param name="timeline">Its windows; whatever segments it has do not matter.</param>
    /// <param name="threshold">The least probability of a label.</param>
    /// <param name="shortest">Seconds that a segment lasts at least, unless the video is shorter.</param>
    public static IReadOnlyList<Segment> Segments(Timeline timeline, double threshold, double shortest)
    {
        var runs = new List<Run>();
        foreach (var piece in Pieces(timeline))
        {
            var best = piece.Mean.IndexOfMax();
            var label = piece.Mean[best] >= threshold ? best : -1;
            if (runs.Count > 0 && runs[^1].Label == label)
            {
                runs[^1].Pieces.Add(piece);
            }
            else
            {
                runs.Add(new Run(label, [piece]));
            }
        }

        while (runs.Count > 1 && runs.MinBy(run => run.Seconds) is { } least && least.Seconds < shortest - Slack)
        {
            Join(runs, runs.IndexOf(least));
        }

        return [.. runs.Select(run => new Segment(
            run.Pieces[0].Start, run.Pieces[^1].End, run.Label < 0 ? null : timeline.Labels[run.Label], (float)run.Pieces.Mean(run.Label)))];
    }

    // Times are sums of rounded numbers: what lasts as long as asked for must not be found too short.
    private const double Slack = 1e-6;

    private static IEnumerable<Piece> Pieces(Timeline timeline)
    {
        double[] cuts = [.. timeline.Windows.SelectMany(window => new[] { window.Start, window.End }).Distinct().Order()];
        for (var i = 1; i < cuts.Length; i++)
        {
            yield return new Piece(cuts[i - 1], cuts[i], timeline.At((cuts[i - 1] + cuts[i]) / 2));
        }
    }

    private static void Join(List<Run> runs, int place)
    {
        var run = runs[place];
        var before = place > 0 ? runs[place - 1] : null;
        var after = place + 1 < runs.Count ? runs[place + 1] : null;
        var goesBack = after is null || (before is not null && run.Pieces.Mean(before.Label) >= run.Pieces.Mean(after.Label));
        if (goesBack)
        {
            before!.Pieces.AddRange(run.Pieces);
        }
        else
        {
            after!.Pieces.InsertRange(0, run.Pieces);
        }

        runs.RemoveAt(place);
        if (before is not null && after is not null && before.Label == after.Label)
        {
            before.Pieces.AddRange(after.Pieces);
            runs.Remove(after);
        }
    }

    /// <summary>The mean probability of a label over time; without a label, that of whatever is most probable.</summary>
    private static double Mean(this List<Piece> pieces, int label) =>
        pieces.Sum(piece => (piece.End - piece.Start) * (label < 0 ? piece.Mean.Max() : piece.Mean[label])) / pieces.Sum(piece => piece.End - piece.Start);

    private static int IndexOfMax(this float[] values) => Array.IndexOf(values, values.Max());

    private sealed record Piece(double Start, double End, float[] Mean);

    private sealed record Run(int Label, List<Piece> Pieces)
    {
        public double Seconds => Pieces[^1].End - Pieces[0].Start;
    }
}
