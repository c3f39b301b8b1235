using System.Text;
using CsvHelper;

namespace Kinora.Cli.Verbs;

/// <summary>The CSV of <c>predict</c>: columns file, rank, label, probability, error.</summary>
internal static class AnswerTable
{
    public static string Of(IEnumerable<Answer> answers)
    {
        using var stream = new MemoryStream();
        using (var csv = CsvWriter.Create(stream, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true))
        {
            csv.WriteHeader(["file", "rank", "label", "probability", "error"]);
            foreach (var answer in answers)
            {
                foreach (var (place, guess) in (answer.Predictions ?? []).Index())
                {
                    csv.WriteField(answer.File);
                    csv.WriteField(place + 1);
                    csv.WriteField(guess.Label);
                    csv.WriteField(guess.Probability, "R");
                    csv.WriteField((string?)null);
                    csv.EndRecord();
                }

                if (answer.Error is { } error)
                {
                    csv.WriteField(answer.File);
                    csv.WriteField((string?)null);
                    csv.WriteField((string?)null);
                    csv.WriteField((string?)null);
                    csv.WriteField(error);
                    csv.EndRecord();
                }
            }
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
