using System.Text;
using Kinora.Results.Statistics;

namespace Kinora.Results;

/// <summary>Precision, recall and F1, each in [0, 1]; 0 where the denominator is.</summary>
public readonly record struct ClassRates(double Precision, double Recall, double F1);

/// <summary>The rates of one class; support counts the clips whose truth it is.</summary>
public sealed record ClassScore(string Label, double Precision, double Recall, double F1, int Support);

/// <summary>
/// The rates of every class and their averages. <see cref="ToString"/> is, character by character, what
/// scikit-learn 1.2 prints for
/// <c>classification_report(truth, predicted, labels=range(n), target_names=labels, digits=3, zero_division=0)</c>;
/// sums run in NumPy's order, since a mean that lies between two printed values (0.4625) shows the last bit: with equally
/// many clips per class one average in 250 is such.
/// One slip is not followed: where no clip at all is predicted right, scikit-learn prints the support with a decimal point.
/// </summary>
public sealed class ClassificationReport
{
    private ClassificationReport(ConfusionMatrix confusion)
    {
        var labels = confusion.Labels;
        Classes = [.. labels.Select((label, number) =>
        {
            double hits = confusion.Counts[number][number];
            var support = confusion.Support(number);
            var rates = Rates(hits, confusion.PredictedAs(number), support);
            return new ClassScore(label, rates.Precision, rates.Recall, rates.F1, support);
        })];
        Support = confusion.Total;
        Accuracy = Support == 0 ? 0 : Enumerable.Range(0, labels.Count).Sum(label => confusion.Counts[label][label]) / (double)Support;
        AllLabelsOccur = Enumerable.Range(0, labels.Count).All(label => confusion.Support(label) + confusion.PredictedAs(label) > 0);
        Macro = Average(_ => 1);
        Weighted = Average(score => score.Support);
    }

    public IReadOnlyList<ClassScore> Classes { get; }

    /// <summary>Share of clips predicted right.</summary>
    public double Accuracy { get; }

    /// <summary>Mean over classes.</summary>
    public ClassRates Macro { get; }

    /// <summary>Mean over classes weighted by their clips.</summary>
    public ClassRates Weighted { get; }

    /// <summary>Number of clips.</summary>
    public int Support { get; }

    /// <summary>Whether each label is the truth of some clip or was predicted; otherwise scikit-learn calls the accuracy a micro average.</summary>
    public bool AllLabelsOccur { get; }

    public static ClassificationReport Of(ConfusionMatrix confusion) => new(confusion);

    public static ClassificationReport Of(Scores scores) => new(ConfusionMatrix.Of(scores.Labels, scores.Outcomes()));

    public override string ToString()
    {
        const string Longest = "weighted avg";
        var width = Classes.Select(score => Width(score.Label)).Append(Longest.Length).Max();
        var text = new StringBuilder();
        text.Append(' ', width).Append("  precision    recall  f1-score   support\n\n");
        foreach (var score in Classes)
        {
            Row(score.Label, new ClassRates(score.Precision, score.Recall, score.F1), score.Support);
        }

        text.Append('\n');
        if (AllLabelsOccur)
        {
            text.Append("accuracy".PadLeft(width)).Append(' ', 21).Append(Cell(Accuracy)).Append($" {Support,9}\n");
        }
        else
        {
            Row("micro avg", new ClassRates(Accuracy, Accuracy, Accuracy), Support);
        }

        Row("macro avg", Macro, Support);
        Row(Longest, Weighted, Support);
        return text.ToString();

        void Row(string label, ClassRates rates, int support) => text
            .Append(' ', width - Width(label)).Append(label).Append(' ')
            .Append(Cell(rates.Precision)).Append(Cell(rates.Recall)).Append(Cell(rates.F1)).Append($" {support,9}\n");
    }

    // Python counts characters, not UTF-16 units.
    private static int Width(string label) => label.EnumerateRunes().Count();

    private static string Cell(double rate) => $" {rate,9:F3}";

    private static ClassRates Rates(double hits, double predicted, double support)
    {
        var precision = predicted == 0 ? 0 : hits / predicted;
        var recall = support == 0 ? 0 : hits / support;
        var f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
        return new ClassRates(precision, recall, f1);
    }

    private ClassRates Average(Func<ClassScore, double> weight)
    {
        var total = PairwiseSum.Of([.. Classes.Select(weight)]);
        return total == 0 ? default : new ClassRates(Mean(score => score.Precision), Mean(score => score.Recall), Mean(score => score.F1));

        double Mean(Func<ClassScore, double> rate) => PairwiseSum.Of([.. Classes.Select(score => rate(score) * weight(score))]) / total;
    }
}
