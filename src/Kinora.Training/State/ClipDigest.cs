using System.Security.Cryptography;
using System.Text;
using Kinora.Data;
using Kinora.Training.Folds;

namespace Kinora.Training.State;

/// <summary>Tells whether a run that goes on finds the clips it began with.</summary>
internal static class ClipDigest
{
    /// <summary>Of names, classes, groups and division: another one means another training.</summary>
    public static string OfDivision(DataSet data, TrainingFold fold)
    {
        var text = new StringBuilder();
        foreach (var sample in data.Samples)
        {
            text.Append($"{sample.Name}\t{data.Labels[sample.Label]}\t{sample.Group}\n");
        }

        foreach (var part in new[] { fold.Train, fold.Selection, fold.Test })
        {
            text.AppendJoin(' ', part).Append('\n');
        }

        return Digest(text);
    }

    /// <summary>Of sizes and times of change: another one means that pixels may have changed.</summary>
    public static string OfFiles(DataSet data)
    {
        var text = new StringBuilder();
        foreach (var sample in data.Samples)
        {
            var file = new FileInfo(sample.Path);
            text.Append(file.Exists ? $"{file.Length} {file.LastWriteTimeUtc.Ticks}\n" : "-\n");
        }

        return Digest(text);
    }

    private static string Digest(StringBuilder text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
}
