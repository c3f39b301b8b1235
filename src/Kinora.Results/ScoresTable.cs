using CsvHelper;

namespace Kinora.Results;

/// <summary>The text of <c>scores.csv</c>: columns file, group, truth, predicted, then one probability per label.</summary>
internal static class ScoresTable
{
    private static readonly string[] Fixed = ["file", "group", "truth", "predicted"];

    public static void Write(Scores scores, Stream stream)
    {
        using var csv = CsvWriter.Create(stream, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
        csv.WriteHeader([.. Fixed, .. scores.Labels]);
        foreach (var clip in scores.Clips)
        {
            csv.WriteField(clip.Name);
            csv.WriteField(clip.Group);
            csv.WriteField(clip.Truth is { } truth ? scores.Labels[truth] : null);
            csv.WriteField(scores.Labels[clip.Predicted]);
            foreach (var probability in clip.Probabilities)
            {
                // The shortest text that reads back as the same float.
                csv.WriteField(probability, "R");
            }

            csv.EndRecord();
        }
    }

    public static Scores Read(Stream stream, string path)
    {
        var options = CsvReaderOptions.Default with
        {
            Separator = ',',
            DetectSeparatorHint = false,
            TrimWhitespace = false,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Throw,
        };
        try
        {
            using var csv = CsvReader.Create(stream, options);
            return Read(csv, path);
        }
        catch (CsvFormatException error)
        {
            throw new ResultsException($"{path}, line {error.LineNumber}: {error.Message}", error);
        }
    }

    private static Scores Read(CsvReader csv, string path)
    {
        var header = csv.Headers.ToArray();
        if (header.Length <= Fixed.Length || !header.Take(Fixed.Length).SequenceEqual(Fixed))
        {
            throw new ResultsException($"{path} is no table of scores: its first line must be {string.Join(',', Fixed)} and one column per label");
        }

        var labels = header[Fixed.Length..];
        var clips = new List<ClipScore>();
        while (csv.Read())
        {
            clips.Add(ReadClip(csv, labels, $"{path}, line {csv.LineNumber}"));
        }

        return new Scores(labels, clips);
    }

    private static ClipScore ReadClip(CsvReader csv, string[] labels, string place)
    {
        int? truth = null;
        if (csv.GetString(2) is { Length: > 0 } name)
        {
            truth = Array.IndexOf(labels, name);
            if (truth < 0)
            {
                throw new ResultsException($"{place}: the true label '{name}' has no column");
            }
        }

        var probabilities = new float[labels.Length];
        for (var label = 0; label < labels.Length; label++)
        {
            if (!csv.TryParse(Fixed.Length + label, out probabilities[label]))
            {
                throw new ResultsException($"{place}: '{csv.GetString(Fixed.Length + label)}' is no probability");
            }
        }

        return new ClipScore(csv.GetString(0), csv.GetString(1) is { Length: > 0 } group ? group : null, truth, probabilities);
    }
}
