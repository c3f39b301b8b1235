using CsvHelper;
using Kinora.Cli.Studies;

namespace Kinora.Cli.Verbs;

/// <summary>The table of a study's trials.</summary>
internal static class TrialTable
{
    /// <summary>As CSV: a row for each trial that is done.</summary>
    /// <param name="record">The study.</param>
    /// <param name="keys">The options that differ between trials, a column each.</param>
    /// <param name="isMeasured">Whether the score on the measured clips stands there too: not where somebody might choose by it.</param>
    public static string Csv(StudyRecord record, IReadOnlyList<string> keys, bool isMeasured)
    {
        using var stream = new MemoryStream();
        using (var csv = CsvWriter.Create(stream, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true))
        {
            csv.WriteHeader(["trial", "name", "seed", .. keys, "state", "validation_accuracy", "validation_loss", .. isMeasured ? ["top1"] : Array.Empty<string>(), "seconds", "error"]);
            foreach (var trial in record.Trials)
            {
                csv.WriteField(trial.Number);
                csv.WriteField(trial.Name);
                csv.WriteField(trial.Seed);
                foreach (var key in keys)
                {
                    csv.WriteField(trial.Settings.GetValueOrDefault(key));
                }

                csv.WriteField(trial.State.ToString().ToLowerInvariant());
                Number(trial.ValidationAccuracy);
                Number(trial.ValidationLoss);
                if (isMeasured)
                {
                    Number(trial.Top1?.Value);
                }

                Number(trial.Seconds);
                csv.WriteField(trial.Error);
                csv.EndRecord();
            }

            void Number(double? value)
            {
                if (value is { } number)
                {
                    csv.WriteField(number, "R");
                }
                else
                {
                    csv.WriteField((string?)null);
                }
            }
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
